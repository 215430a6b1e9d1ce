import type { ControlView, RequestOf, SetControl } from '@evenkeel/contracts-admin';
import { executionDue, runRequested } from '@evenkeel/contracts-messages';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { controlToView } from './control-view.js';

/** Requests that waited and are answered at once; the sweep answers the others within seconds. */
const ANSWERED_AT_ONCE = 100;

/** Pauses, stops or starts a connection or the whole engine: a row that every claim and every dispatch looks at. */
export class SetControlUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  ofConnection(
    { actor }: Caller,
    { connection: reference, state }: RequestOf<'controlConnection'>,
  ): Promise<ControlView> {
    return this.store.transaction(async (tx) =>
      this.set(tx, (await findConnection(tx, reference)).id, { state, actor }),
    );
  }

  ofEngine({ actor }: Caller, { state }: RequestOf<'controlEngine'>): Promise<ControlView> {
    return this.store.transaction((tx) => this.set(tx, null, { state, actor }));
  }

  show(_caller: Caller, { connection: reference }: RequestOf<'showConnectionControl'>): Promise<ControlView> {
    return this.store.transaction(async (tx) => {
      const { id } = await findConnection(tx, reference);
      return controlToView(await tx.controls.of(id), (await tx.executions.listGoing(id)).length);
    });
  }

  private async set(
    tx: Transaction,
    connectionId: string | null,
    { state, actor }: SetControl & Pick<Caller, 'actor'>,
  ): Promise<ControlView> {
    const before = await tx.controls.of(connectionId);
    if (before.state !== state) {
      await tx.controls.save(connectionId, state, actor);
      this.log.info('control changed', { connectionId, state, actor });
    }
    // The rows decide; these only make it quick.
    const executions = await tx.executions.listGoing(connectionId);
    await tx.outbox.add(
      executionDue,
      executions.map((executionId) => ({ executionId })),
    );
    await tx.outbox.add(runRequested, await tx.triggers.listUnanswered(0, ANSWERED_AT_ONCE));
    return controlToView(await tx.controls.of(connectionId), executions.length);
  }
}
