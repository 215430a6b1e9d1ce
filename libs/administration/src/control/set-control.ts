import type { ControlView, RequestOf, SetControl } from '@evenkeel/contracts-admin';
import { executionDue, runRequested } from '@evenkeel/contracts-messages';
import type { Control } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { CancelAll } from '../executions/cancel-all.js';
import { InvalidRequest } from '../invalid-request.js';
import { controlToView } from './control-view.js';

/** Requests that waited and are answered at once; the sweep answers the others within seconds. */
const ANSWERED_AT_ONCE = 100;

/** Pauses, stops or starts a connection or the whole engine: a row that every claim and every dispatch looks at. */
export class SetControlUseCase {
  constructor(
    private readonly store: Store,
    private readonly cancelling: CancelAll,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.invalid` where runs are to be cancelled and others may begin. */
  async ofConnection(
    { tenantId, actor }: Caller,
    { connection: reference, state, cancelRuns }: RequestOf<'controlConnection'>,
  ): Promise<ControlView> {
    if (cancelRuns && state !== 'stopped')
      throw new InvalidRequest([{ path: 'cancelRuns', message: 'goes with the state "stopped" only' }]);
    const tenant = this.store.of(tenantId);
    const held = await tenant.transaction(async (tx) => {
      const { id } = await findConnection(tx, reference);
      const before = await tx.controls.of(id);
      if (before.state !== state) await tx.controls.save(id, state, actor);
      this.tell(before, { state, actor, connectionId: id });
      // The rows decide; these only make it quick.
      const executions = await tx.executions.listGoing(id);
      await tx.outbox.add(
        executionDue,
        executions.map((executionId) => ({ executionId })),
      );
      await tx.outbox.add(runRequested, await tx.triggers.listUnanswered(0, ANSWERED_AT_ONCE));
      return { id, view: controlToView(await tx.controls.of(id), executions.length) };
    });
    if (!cancelRuns) return held.view;
    const job = { connection: held.id };
    const cancelled = await this.cancelling.of({ tenantId, job }, { actor, cause: 'connection_disabled' });
    return { ...held.view, executions: cancelled };
  }

  ofEngine({ actor }: Caller, { state }: RequestOf<'controlEngine'>): Promise<ControlView> {
    return this.store.system.transaction(async (tx) => {
      const before = await tx.engine.control();
      if (before.state !== state) await tx.engine.saveControl(state, actor);
      this.tell(before, { state, actor, connectionId: null });
      const executions = await tx.due.executions();
      await tx.outbox.add(executionDue, executions);
      await tx.outbox.add(runRequested, await tx.due.triggers(0, ANSWERED_AT_ONCE));
      return controlToView(await tx.engine.control(), executions.length);
    });
  }

  show(
    { tenantId }: Caller,
    { connection: reference }: RequestOf<'showConnectionControl'>,
  ): Promise<ControlView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findConnection(tx, reference);
      return controlToView(await tx.controls.of(id), (await tx.executions.listGoing(id)).length);
    });
  }

  private tell(
    before: Control,
    change: SetControl & Pick<Caller, 'actor'> & { connectionId: string | null },
  ): void {
    if (before.state !== change.state) this.log.info('control changed', change);
  }
}
