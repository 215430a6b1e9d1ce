import { DEFAULT_TENANT } from '@evenkeel/domain';
import { runRequested } from '@evenkeel/contracts-messages';
import { newId, seedJob, someExecution, someTrigger } from '@evenkeel/conformance';
import { Client } from 'pg';
import { testDatabase } from './testing/test-database.js';

let now: Date | undefined;
const database = testDatabase({ databaseClock: () => now });
beforeEach(async () => {
  now = undefined;
  await database.reset();
});
const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second));

it('tells what waits and for how long', async () => {
  const { store, stuckMessages, health } = database.postgres;
  const { job } = await seedJob(store.of(DEFAULT_TENANT));
  now = at(0);
  await store.of(DEFAULT_TENANT).transaction(async (tx) => {
    await tx.outbox.add(runRequested, [{ triggerId: newId(), jobId: job.id }]);
    await tx.executions.insert(someExecution(job.id, { status: 'queued', requestedAt: at(2) }));
  });
  now = new Date(at(3).getTime() - 500);
  await store.of(DEFAULT_TENANT).transaction((tx) => tx.triggers.insert(someTrigger(job.id)));
  await stuckMessages.keep({
    topic: 'evenkeel.run-requested.v1',
    service: 'reconciler',
    key: 'nul\u0000',
    payload: 'not JSON: \u0000',
    attempts: 5,
    error: 'no\u0000',
  });
  now = at(3);
  await expect(health()).resolves.toEqual({
    outboxRows: 1,
    oldestOutboxMs: 3_000,
    queuedExecutions: 1,
    oldestQueuedMs: 1_000,
    waitingTriggers: 1,
    oldestTriggerMs: 500,
    stuckMessages: 1,
  });
});

it('tells that nothing waits', async () => {
  await expect(database.postgres.health()).resolves.toEqual({
    outboxRows: 0,
    oldestOutboxMs: 0,
    queuedExecutions: 0,
    oldestQueuedMs: 0,
    waitingTriggers: 0,
    oldestTriggerMs: 0,
    stuckMessages: 0,
  });
});

it('keeps a stuck message byte for byte', async () => {
  await database.postgres.stuckMessages.keep({
    topic: 't',
    service: 'ingestion',
    key: 'k',
    payload: '{"broken": \u0000 ünï',
    attempts: 3,
    error: 'SyntaxError',
  });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ payload: Buffer }>('select payload from evenkeel.stuck_message');
  await client.end();
  expect(rows[0]!.payload.toString()).toBe('{"broken": \u0000 ünï');
});
