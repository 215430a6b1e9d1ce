import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type ExecutionStatus } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();

async function twoJobs() {
  const { job: first } = await seedJob(world.tenant);
  const { job: second } = await seedJob(world.tenant, { dependsOn: [first.id] });
  return { first, second };
}

async function end(executionId: string | null, status: ExecutionStatus): Promise<void> {
  await world.tenant.transaction(async (tx) => {
    const execution = (await tx.executions.lock(executionId ?? ''))!;
    await tx.executions.save({ ...execution, status, finishedAt: new Date() });
  });
}

describe('a run of a job that depends on another', () => {
  it('waits while the other has not run, and begins when it has completed', async () => {
    const { first, second } = await twoJobs();
    const waiting = await world.run(second.id);
    expect(await world.execution(waiting.executionId)).toMatchObject({ status: 'queued' });
    const needed = await world.run(first.id);
    await end(needed.executionId, 'completed_with_errors');
    const message = { tenantId: DEFAULT_TENANT, executionId: needed.executionId!, jobId: first.id };
    await world.onExecutionClosed().handle([message]);
    expect(await world.execution(waiting.executionId)).toMatchObject({ status: 'running' });
    await world.onExecutionClosed().handle([message, message]);
    expect(await world.chunksOf(waiting.executionId!)).toHaveLength(1);
  });

  it.each(['failed', 'cancelled', 'running'] as const)(
    'waits while the latest run of the other is %s',
    async (status) => {
      const { first, second } = await twoJobs();
      const needed = await world.run(first.id);
      await end(needed.executionId, status);
      const waiting = await world.run(second.id);
      await world
        .onExecutionClosed()
        .handle([{ tenantId: DEFAULT_TENANT, executionId: needed.executionId!, jobId: first.id }]);
      await world.findForgottenExecutions().run();
      expect(await world.execution(waiting.executionId)).toMatchObject({ status: 'queued' });
    },
  );

  it('begins at once where the other has completed, and for named records whatever the other does', async () => {
    const { first, second } = await twoJobs();
    const named = await world.run(second.id, { externalIds: ['a'] });
    expect(await world.execution(named.executionId)).toMatchObject({ status: 'running' });
    await end((await world.run(first.id)).executionId, 'completed');
    const { executionId } = await world.run(second.id);
    expect(await world.execution(executionId)).toMatchObject({ status: 'running' });
  });

  it('is found by the sweep where nobody told that the other has completed', async () => {
    const { first, second } = await twoJobs();
    const waiting = await world.run(second.id);
    await end((await world.run(first.id)).executionId, 'completed');
    await world.findForgottenExecutions().run();
    expect(await world.execution(waiting.executionId)).toMatchObject({ status: 'running' });
  });
});
