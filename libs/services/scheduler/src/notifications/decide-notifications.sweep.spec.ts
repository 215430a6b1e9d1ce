import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { seedJob, someChannel, someExecution } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  DEFAULT_WEBHOOK_RULES,
  type ExecutionStatus,
  type Job,
  type NotificationChannel,
} from '@evenkeel/domain';
import { ServiceStore } from '@evenkeel/ports';
import { DecideNotifications, PlaceNews, schedulerService } from '../index.js';

// Which tenants are looked at is read outside of a transaction, by the real clock: it has to be ahead.
let now = new Date(Date.now() - 7 * 86_400_000);
const database = testDatabase({ databaseClock: () => now });
const ids = new UuidIds();
/** Each is another replica. */
const replica = () =>
  new DecideNotifications(new ServiceStore(schedulerService, database.postgres.store), new PlaceNews(ids));
const wait = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));

afterEach(async () => void (await database.reset()));

async function addChannel(changes: Partial<NotificationChannel> = {}): Promise<NotificationChannel> {
  const channel = someChannel(DEFAULT_TENANT, changes);
  await database.postgres.events.number(1_000);
  await database.tenant.transaction(async (tx) => {
    await tx.channels.save(channel, null);
    await tx.notifications.openCursor();
  });
  return channel;
}

/** A run of a job that has ended so. */
async function end({ id }: Job, status: ExecutionStatus, nextAttemptAt: Date | null = null): Promise<void> {
  const run = someExecution(id, { status: 'running', startedAt: now });
  await database.tenant.transaction((tx) => tx.executions.insert(run));
  await database.rows(
    'update execution set status = $2, finished_at = $3, next_attempt_at = $4 where id = $1',
    [run.id, status, now, nextAttemptAt],
  );
}

async function decide(...sweeps: DecideNotifications[]): Promise<void> {
  await database.postgres.events.number(1_000);
  await Promise.all((sweeps.length === 0 ? [replica()] : sweeps).map((sweep) => sweep.run()));
}

const told = () =>
  database.rows<{ kind: string; count: number; job_id: string | null; due_at: Date }>(
    'select kind, count, job_id, due_at from notification order by created_at, due_at, kind',
  );
const kinds = async () => (await told()).map(({ kind }) => kind);

it('tells once that a run failed, however many schedulers there are', async () => {
  const { job } = await seedJob(database.tenant);
  await addChannel();
  await end(job, 'failed');
  await decide(replica(), replica(), replica());
  await decide();
  expect(await told()).toMatchObject([{ kind: 'failed', count: 1, job_id: job.id, due_at: now }]);
});

it('tells nothing of what happened before there was a channel', async () => {
  const { job } = await seedJob(database.tenant);
  await end(job, 'failed');
  await addChannel();
  await decide();
  expect(await told()).toEqual([]);
});

it('is quiet while a run is tried again, and tells of the recovery after the last try', async () => {
  const { job } = await seedJob(database.tenant);
  await addChannel();
  await end(job, 'failed', wait(1));
  await decide();
  expect(await told()).toEqual([]);
  await end(job, 'failed');
  await decide();
  await end(job, 'completed');
  await decide();
  expect(await kinds()).toEqual(['failed', 'recovered']);
});

it('what comes within the time of a digest is told at its end, as one', async () => {
  const { job } = await seedJob(database.tenant);
  await addChannel();
  const first = now;
  for (let run = 0; run < 4; run += 1) {
    await end(job, 'failed');
    await decide();
    wait(1);
  }
  expect(await told()).toMatchObject([
    { count: 1, due_at: first },
    { count: 3, due_at: new Date(first.getTime() + 15 * 60_000) },
  ]);
});

it('each channel is told what it asked for', async () => {
  const { job } = await seedJob(database.tenant);
  await addChannel({ subscriptions: [{ kinds: ['completed'], about: { jobId: job.id } }] });
  await addChannel({
    name: 'other',
    subscriptions: [{ kinds: ['completed'], about: { jobId: ids.next() } }],
  });
  const shop = { connectionId: job.connectionId };
  await addChannel({ name: 'shop', subscriptions: [{ kinds: ['completed'], about: shop }] });
  await end(job, 'completed');
  await decide();
  const rows = await database.rows<{ name: string }>(
    'select c.name from notification n join notification_channel c on c.id = n.channel_id order by c.name',
  );
  expect(rows.map(({ name }) => name)).toEqual(['ops', 'shop']);
});

it('tells once that a job has not succeeded within its target, and that runs wait', async () => {
  const { job } = await seedJob(database.tenant, { freshnessTargetMinutes: 60 });
  await addChannel();
  await database.rows(`update job set created_at = $1`, [now]);
  await database.tenant.transaction((tx) =>
    tx.executions.insert(someExecution(job.id, { status: 'queued', requestedAt: now })),
  );
  wait(14);
  await decide();
  expect(await kinds()).toEqual([]);
  wait(2);
  await decide();
  expect(await kinds()).toEqual(['backlog']);
  wait(50);
  await decide();
  await decide();
  expect(await kinds()).toEqual(['backlog', 'freshness_missed']);
});

it('tells once, of its connection, that a webhook refuses its deliveries, and again when it does so anew', async () => {
  const { connection } = await seedJob(database.tenant);
  await addChannel({
    digestMinutes: 0,
    subscriptions: [{ kinds: ['deliveries_refused'], about: { connectionId: connection.id } }],
  });
  const id = ids.next();
  await database.tenant.transaction((tx) =>
    tx.webhooks.insertEndpoint({
      ...{ id, connectionId: connection.id, stream: 'orders', token: ids.next(), revision: 1 },
      ...{ sealedSecret: 'sealed', previousUntil: null, idPaths: ['id'], rules: DEFAULT_WEBHOOK_RULES },
    }),
  );
  const refuse = () => database.tenant.transaction((tx) => tx.webhooks.noteRefusal(id, 'wrong signature'));
  await refuse();
  for (let round = 0; round < 3; round += 1) {
    wait(1);
    await decide(replica(), replica());
  }
  expect(await kinds()).toEqual(['deliveries_refused']);
  await database.tenant.transaction((tx) => tx.webhooks.forgetRefusals(id));
  wait(1);
  await decide();
  await refuse();
  wait(1);
  await decide();
  expect(await kinds()).toEqual(['deliveries_refused', 'deliveries_refused']);
  const [row] = await database.rows('select connection_id, facts from notification limit 1');
  expect(row).toMatchObject({
    connection_id: connection.id,
    facts: { endpointId: id, stream: 'orders', since: expect.any(String) as string },
  });
});
