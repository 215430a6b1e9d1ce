import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { ListedMeter, someChannel, someNotification } from '@evenkeel/conformance';
import { DEFAULT_TENANT, SyncError, type NotificationChannel } from '@evenkeel/domain';
import { Random, ServiceStore, type StoredNotification } from '@evenkeel/ports';
import { executorWorkerService, SendNotifications } from '../index.js';
import { NotificationMetrics } from './notification-metrics.js';
import type { SendNotification } from './send-notification.js';

class Middle extends Random {
  next(): number {
    return 0.5;
  }
}

// Which tenants are looked at is read outside of a transaction, by the real clock: it has to be ahead.
let now = new Date(Date.now() - 7 * 86_400_000);
const database = testDatabase({ databaseClock: () => now });
const wait = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const sent: { readonly id: string; readonly attempt: number }[] = [];
let answer: () => Promise<void> = async () => undefined;

/** Each is another executor. */
const replica = () =>
  new SendNotifications(
    new ServiceStore(executorWorkerService, database.postgres.store),
    {
      send: async (_channel: NotificationChannel, { id, attempts }: StoredNotification) => {
        sent.push({ id, attempt: attempts });
        await answer();
      },
    } as unknown as SendNotification,
    new Middle(),
    new NotificationMetrics(new ListedMeter()),
  );

beforeEach(() => {
  sent.length = 0;
  answer = async () => undefined;
});
afterEach(async () => void (await database.reset()));

const CHANNEL = someChannel(DEFAULT_TENANT);

async function addNotification(dueAt = now): Promise<string> {
  const notification = someNotification(CHANNEL.id, dueAt);
  await database.tenant.transaction(async (tx) => {
    await tx.channels.save(CHANNEL, null);
    await tx.notifications.add(notification);
  });
  return notification.id;
}

const stateOf = async (id: string) =>
  (await database.tenant.transaction((tx) => tx.notificationDeliveries.find(id)))!;
const channel = async () => (await database.tenant.transaction((tx) => tx.channels.find('ops')))!;
const refuse = () => Promise.reject(new SyncError('provider.unauthorized', 'No'));

it('of several executors one sends, once', async () => {
  const id = await addNotification();
  await Promise.all([replica().run(), replica().run(), replica().run()]);
  await replica().run();
  expect(sent).toEqual([{ id, attempt: 1 }]);
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 1, endedAt: now, dueAt: null });
});

it('nothing is sent before its time', async () => {
  const id = await addNotification(new Date(now.getTime() + 1_000));
  await replica().run();
  expect(sent).toEqual([]);
  wait(1);
  await replica().run();
  expect(sent).toEqual([{ id, attempt: 1 }]);
});

it('what a channel does not take is tried again, and the channel is known to fail until it takes one', async () => {
  const id = await addNotification();
  answer = refuse;
  await replica().run();
  expect(await stateOf(id)).toMatchObject({
    ...{ state: 'waiting', attempts: 1, code: 'provider.unauthorized', message: 'No' },
    dueAt: new Date(now.getTime() + 15_000),
  });
  expect(await channel()).toMatchObject({ failingSince: now, failedFor: 'No' });
  await replica().run();
  expect(sent).toHaveLength(1);
  wait(15);
  answer = async () => undefined;
  await replica().run();
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 2, code: null });
  expect(await channel()).toMatchObject({ failingSince: null, failedFor: null });
});

it('is given up after a day', async () => {
  const id = await addNotification();
  answer = refuse;
  for (let round = 0; round < 40; round += 1) {
    await replica().run();
    const { dueAt } = await stateOf(id);
    if (dueAt === null) break;
    now = dueAt;
  }
  expect(await stateOf(id)).toMatchObject({ state: 'given_up', attempts: 31 });
});

it('an executor that dies while it sends leaves it to another one, under the same id', async () => {
  const id = await addNotification();
  let dies: () => void = () => undefined;
  answer = () => new Promise((_, reject) => (dies = () => reject(new SyncError('provider.timeout', 'Late'))));
  const dying = replica().run();
  while (sent.length === 0) await new Promise(setImmediate);
  await replica().run();
  expect(sent).toHaveLength(1);
  wait(121);
  answer = async () => undefined;
  await replica().run();
  expect(sent).toEqual([
    { id, attempt: 1 },
    { id, attempt: 2 },
  ]);
  dies();
  await dying;
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 2, code: null });
});

it('what waits for a channel that is removed is not sent', async () => {
  await addNotification();
  await database.tenant.transaction((tx) => tx.channels.remove(CHANNEL.id));
  await replica().run();
  expect(sent).toEqual([]);
});
