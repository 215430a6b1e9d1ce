import { seedJob, someExecution } from '@evenkeel/conformance';
import { NO_RETRY, type Execution } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const DUE = new Date('2030-01-01T00:00:00Z');

async function failedRun(changes: Partial<Execution> = {}): Promise<Execution> {
  const { job } = await seedJob(world.tenant);
  const retry = { ...NO_RETRY, count: 1, nextAttemptAt: DUE };
  const failed = someExecution(job.id, { status: 'failed', retry, ...changes });
  await world.tenant.transaction((tx) => tx.executions.insert(failed));
  return failed;
}

it('the retry of a run knows which run it tries again, and the how many-th time', async () => {
  const failed = await failedRun();
  const { executionId } = await world.run(failed.jobId, { kind: 'retry', retryOf: failed.id });
  expect((await world.execution(executionId)).retry).toEqual({ ...NO_RETRY, of: failed.id, count: 2 });
});

it.each(['manual', 'schedule'] as const)(
  'a %s run in the meantime takes the place of a retry',
  async (kind) => {
    const failed = await failedRun();
    await world.run(failed.jobId, { kind });
    expect((await world.execution(failed.id)).retry.nextAttemptAt).toBeNull();
  },
);

it('a run of named records takes the place of none', async () => {
  const failed = await failedRun();
  await world.run(failed.jobId, { externalIds: ['a'] });
  expect((await world.execution(failed.id)).retry.nextAttemptAt).toEqual(DUE);
});
