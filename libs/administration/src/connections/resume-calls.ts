import type { RequestOf, ResumedCalls } from '@evenkeel/contracts-admin';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from './find-connection.js';
import { LiftPause } from './lift-pause.js';

/** A person says that the provider may be called again, whatever it asked for. */
export class ResumeCalls {
  constructor(
    private readonly store: Store,
    private readonly pause: LiftPause,
    private readonly log: Logger,
  ) {}

  async resume(
    { tenantId, actor }: Caller,
    { connection: reference }: RequestOf<'resumeCalls'>,
  ): Promise<ResumedCalls> {
    const { id, name } = await this.store.of(tenantId).transaction((tx) => findConnection(tx, reference));
    const executions = await this.pause.lift(tenantId, id);
    this.log.info('pause of a connection lifted', { connectionId: id, actor, executions });
    return { name, executions };
  }
}
