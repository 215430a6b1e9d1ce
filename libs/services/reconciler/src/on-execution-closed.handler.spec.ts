import { executionDue } from '@evenkeel/contracts-messages';
import { hold, seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, decideCancel } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();

/** A job with a run that is active and one that waits. */
async function seedWaiting() {
  const { job } = await seedJob(world.tenant);
  const active = await world.run(job.id);
  const waiting = await world.run(job.id);
  await world.published();
  return { jobId: job.id, activeId: active.executionId!, waitingId: waiting.executionId! };
}

describe('execution-closed', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { jobId, activeId: executionId, waitingId } = await seedWaiting();
    await world.end(executionId);
    await world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    const begun = await world.execution(waitingId);
    expect(await world.published()).toHaveLength(1);
    await world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    expect(await world.execution(waitingId)).toEqual(begun);
    expect(await world.chunksOf(waitingId)).toHaveLength(1);
    expect(await world.published()).toEqual([]);
  });

  it('lets the execution that waits begin', async () => {
    const { jobId, activeId: executionId, waitingId } = await seedWaiting();
    await world.end(executionId);
    await world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    expect(await world.execution(waitingId)).toMatchObject({ status: 'running', phase: 'fetching' });
    expect(await world.chunksOf(waitingId)).toMatchObject([{ state: 'planned', slice: { kind: 'whole' } }]);
    expect(await world.published()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId: waitingId } },
    ]);
  });

  it('delivered to two replicas at once lets it begin once', async () => {
    const { jobId, activeId: executionId, waitingId } = await seedWaiting();
    await world.end(executionId);
    const deliver = () =>
      world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    await Promise.all([deliver(), deliver()]);
    expect(await world.chunksOf(waitingId)).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
  });

  it('of another execution leaves the queue alone while one is active', async () => {
    const { jobId, activeId: executionId, waitingId } = await seedWaiting();
    await world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    expect(await world.execution(waitingId)).toMatchObject({ status: 'queued' });
  });

  it('decides anew what is read: the run before moved the watermark', async () => {
    const { jobId, activeId: executionId, waitingId } = await seedWaiting();
    expect(await world.execution(waitingId)).toMatchObject({ mode: 'full', scope: { kind: 'full' } });
    const position = { kind: 'position', value: 'seq-7' } as const;
    await world.tenant.transaction((tx) => tx.watermarks.save(jobId, position, executionId));
    await world.end(executionId);
    await world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    expect(await world.execution(waitingId)).toMatchObject({
      mode: 'incremental',
      scope: { kind: 'incremental', since: position },
    });
  });

  it('does not bring back an execution that is cancelled at the same moment', async () => {
    const { jobId, activeId: executionId, waitingId } = await seedWaiting();
    await world.end(executionId);
    const cancelling = await hold(world.tenant, async (tx) => {
      const waiting = (await tx.executions.lock(waitingId))!;
      const decision = decideCancel(waiting, { actor: 'ada', now: await tx.now() });
      if (decision.kind === 'cancel') await tx.executions.save(decision.execution);
    });
    const beginning = world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId, jobId }]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await cancelling.commit();
    await beginning;
    expect(await world.execution(waitingId)).toMatchObject({ status: 'cancelled' });
    expect(await world.chunksOf(waitingId)).toEqual([]);
    expect(await world.published()).toEqual([]);
  });
});
