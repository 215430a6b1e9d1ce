import { DEFAULT_TENANT } from '@evenkeel/domain';
import { runRequested } from '@evenkeel/contracts-messages';
import { newId, seedClaimed, seedJob, someAdvance, someExecution, somePage } from '@evenkeel/conformance';
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
    stuckMessages: 1,
  });
});

it('tells that nothing waits', async () => {
  await expect(database.postgres.health()).resolves.toEqual({
    outboxRows: 0,
    oldestOutboxMs: 0,
    queuedExecutions: 0,
    oldestQueuedMs: 0,
    stuckMessages: 0,
  });
});

it('tells when each job last applied a page, before the first since when it is there', async () => {
  const { store, freshness } = database.postgres;
  now = at(5);
  const { chunk, job } = await seedClaimed(database);
  const idle = await seedJob(store.of(DEFAULT_TENANT));
  now = at(7);
  await store
    .of(DEFAULT_TENANT)
    .transaction((tx) => tx.pages.advance(someAdvance(chunk), [somePage('created', [])], []));
  const found = await freshness();
  expect(found).toHaveLength(2);
  expect(found).toContainEqual({ job: job.name, since: at(7) });
  expect(found).toContainEqual({ job: idle.job.name, since: at(5) });
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
