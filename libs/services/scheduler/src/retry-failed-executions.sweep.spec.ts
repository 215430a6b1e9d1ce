import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { drainOutbox, ListedLogger, seedJob, someExecution, someTrigger } from '@evenkeel/conformance';
import { runRequested } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, NO_RETRY, type Execution, type Trigger } from '@evenkeel/domain';
import { ServiceStore } from '@evenkeel/ports';
import { RetryFailedExecutions, schedulerService } from './index.js';

const now = new Date('2026-11-21T12:00:00Z');
const database = testDatabase({ databaseClock: () => now });
const ownStore = () => new ServiceStore(schedulerService, database.postgres.store);
/** Each call is another replica. */
const sweep = () => new RetryFailedExecutions(ownStore(), new UuidIds(), new ListedLogger()).run();

async function failedRun(nextAttemptAt: Date, asked: Partial<Trigger> = {}): Promise<Execution> {
  const { job } = await seedJob(database.tenant);
  const trigger = someTrigger(job.id, asked);
  const retry = { ...NO_RETRY, count: 1, nextAttemptAt };
  const execution = someExecution(job.id, { triggerId: trigger.id, status: 'failed', retry });
  await database.tenant.transaction(async (tx) => {
    await tx.triggers.insert(trigger);
    await tx.executions.insert(execution);
  });
  return execution;
}

const published = () => drainOutbox(database.postgres.outbox);
const retriesOf = ({ id }: Execution) =>
  database.rows<{ id: string; kind: string; actor: string; external_ids: string[] | null; mode: string }>(
    'select id, kind, actor, external_ids, mode from trigger where retry_of = $1',
    [id],
  );

afterEach(async () => void (await database.reset()));

it('a run whose next attempt is due is asked for once, by however many schedulers', async () => {
  const execution = await failedRun(now, { externalIds: ['a', 'b'], mode: 'full' });
  await published();
  await Promise.all([sweep(), sweep(), sweep()]);
  await sweep();
  const retries = await retriesOf(execution);
  expect(retries).toEqual([
    {
      id: expect.any(String) as string,
      kind: 'retry',
      actor: `retry 2 of ${execution.id}`,
      external_ids: ['a', 'b'],
      mode: 'full',
    },
  ]);
  expect(await published()).toEqual([
    {
      topic: runRequested.topic,
      payload: { tenantId: DEFAULT_TENANT, triggerId: retries[0]!.id, jobId: execution.jobId },
    },
  ]);
});

it('a run whose next attempt is to come is left alone', async () => {
  const execution = await failedRun(new Date(now.getTime() + 1));
  await sweep();
  expect(await retriesOf(execution)).toEqual([]);
});
