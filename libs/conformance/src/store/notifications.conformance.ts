import { DEFAULT_WEBHOOK_RULES } from '@evenkeel/domain';
import type { Transaction, Transactions } from '@evenkeel/ports';
import { someChannel, someNotification } from './testing/notification-fixtures.js';
import { newId, seedJob, someConnection, someExecution } from './testing/store-fixtures.js';
import { hold, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const { tenantId: OURS } = someConnection();
const NOON = new Date('2026-11-01T12:00:00.000Z');
const ALL = { after: null, limit: 10 };

export function describeNotifications({ open }: StoreConformance): void {
  let world: StoreWorld;
  let other: Transactions<Transaction>;
  beforeEach(async () => {
    world = await open();
    other = world.store.of(await world.addTenant());
    world.setNow(NOON);
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  async function seedChannel(changes = {}) {
    const channel = someChannel(OURS, changes);
    await within((tx) => tx.channels.save(channel, 'sealed'));
    return channel;
  }

  describe('a channel', () => {
    it('is found by name and id as it was saved last, with its sealed secret', async () => {
      const channel = await seedChannel();
      const changed = { ...channel, name: 'on-call', digestMinutes: 0, revision: 2 };
      await within((tx) => tx.channels.save(changed, null));
      const stored = { ...changed, sealedSecret: null, failingSince: null, failedFor: null, changedAt: NOON };
      for (const name of ['on-call', channel.id]) {
        await expect(within((tx) => tx.channels.find(name))).resolves.toEqual(stored);
        await expect(within((tx) => tx.channels.lock(name))).resolves.toEqual(stored);
      }
      await expect(within((tx) => tx.channels.list())).resolves.toEqual([stored]);
    });

    it('of one tenant is neither found, replaced nor removed by another', async () => {
      const channel = await seedChannel();
      await expect(other.transaction((tx) => tx.channels.find('ops'))).resolves.toBeUndefined();
      await other.transaction((tx) => tx.channels.remove(channel.id));
      await expect(other.transaction((tx) => tx.channels.list())).resolves.toEqual([]);
      await expect(within((tx) => tx.channels.list())).resolves.toHaveLength(1);
      await expect(other.transaction((tx) => tx.channels.save(channel, null))).rejects.toMatchObject({
        code: 'system.unexpected',
      });
    });

    it('is removed with what it was told', async () => {
      const { id } = await seedChannel();
      await within((tx) => tx.notifications.add(someNotification(id, NOON)));
      await within((tx) => tx.channels.remove(id));
      await expect(within((tx) => tx.notificationDeliveries.list(null, ALL))).resolves.toMatchObject({
        items: [],
      });
    });
  });

  describe('a decision about notifications', () => {
    it('is made by one at a time, and by none where there never was a channel', async () => {
      await expect(within((tx) => tx.notifications.lockCursor())).resolves.toBeUndefined();
      await within((tx) => tx.notifications.openCursor());
      const held = await hold(world.tenant, (tx) => tx.notifications.lockCursor());
      await expect(within((tx) => tx.notifications.lockCursor())).resolves.toBeUndefined();
      await held.commit();
      const cursor = { position: 7, watchedAt: NOON };
      await within((tx) => tx.notifications.moveCursor(cursor));
      await within((tx) => tx.notifications.openCursor());
      await expect(within((tx) => tx.notifications.lockCursor())).resolves.toEqual(cursor);
      await expect(other.transaction((tx) => tx.notifications.lockCursor())).resolves.toBeUndefined();
    });

    it('remembers what is the case with a job, until nothing is', async () => {
      const { job } = await seedJob(world.tenant);
      const conditions = { stale: NOON.toISOString() };
      const look = () => within((tx) => tx.notifications.conditionsOf([job.id]));
      await within((tx) => tx.notifications.saveConditions(job.id, conditions));
      await expect(look()).resolves.toEqual(new Map([[job.id, conditions]]));
      await within((tx) => tx.notifications.saveConditions(job.id, {}));
      await expect(look()).resolves.toEqual(new Map());
    });

    it('looks at jobs with a target, a condition or a queue, and at no others', async () => {
      const [{ job: first }, { job: second }] = [
        await seedJob(world.tenant, { freshnessTargetMinutes: 5 }),
        await seedJob(world.tenant),
      ];
      const look = async () =>
        (await within((tx) => tx.notifications.watchedJobs())).map(({ about }) => about.jobId);
      await expect(look()).resolves.toEqual([first.id]);
      await within((tx) => tx.executions.insert(someExecution(second.id, { status: 'queued' })));
      await expect(look()).resolves.toEqual([first.id, second.id].sort());
      await expect(other.transaction((tx) => tx.notifications.watchedJobs())).resolves.toEqual([]);
    });

    it('looks at webhooks that refuse, or received nothing for a day, and remembers what is the case with them', async () => {
      const { connection } = await seedJob(world.tenant);
      const endpoint = (stream: string) => ({
        ...{ id: newId(), connectionId: connection.id, stream, token: newId(), revision: 1 },
        ...{ sealedSecret: 'sealed', previousUntil: null, idPaths: ['id'], rules: DEFAULT_WEBHOOK_RULES },
      });
      const [refusing, quiet, closed] = [endpoint('refusing'), endpoint('quiet'), endpoint('closed')];
      await within(async (tx) => {
        for (const each of [refusing, quiet, closed, endpoint('new')]) await tx.webhooks.insertEndpoint(each);
        for (const { id } of [refusing, closed]) await tx.webhooks.noteRefusal(id, 'wrong signature');
        await tx.webhooks.closeEndpoint(closed.id);
        await tx.webhooks.takeDeliveries([
          {
            ...{ endpointId: quiet.id, deliveryId: 'd', state: 'ignored', stream: 'quiet', kind: null },
            ...{ change: 'changed', externalIds: [], body: '{}', why: null },
            ...{ isNewAfter: 'rejected', believed: 'nothing' },
          },
        ]);
      });
      const look = () => within((tx) => tx.notifications.watchedWebhooks());
      const about = {
        ...{ jobId: null, job: null, connectionId: connection.id, connection: connection.name },
      };
      const first = {
        ...{ endpointId: refusing.id, stream: 'refusing', about, conditions: {} },
        ...{ refusedSince: NOON.toISOString(), received: null },
      };
      await expect(look()).resolves.toEqual([first]);
      world.setNow(new Date(NOON.getTime() + 30 * 3_600_000));
      const second = { endpointId: quiet.id, stream: 'quiet', about, conditions: {}, refusedSince: null };
      const received = { lastAt: NOON, daysAgo: [1] };
      await expect(look()).resolves.toEqual([first, { ...second, received }]);
      const conditions = { silent: NOON.toISOString() };
      await within((tx) => tx.notifications.saveWebhookConditions(quiet.id, conditions));
      await within((tx) => tx.webhooks.closeEndpoint(quiet.id));
      await expect(look()).resolves.toEqual([first, { ...second, conditions, received: null }]);
      await within((tx) => tx.notifications.saveWebhookConditions(quiet.id, {}));
      await expect(look()).resolves.toEqual([first]);
      await expect(other.transaction((tx) => tx.notifications.watchedWebhooks())).resolves.toEqual([]);
    });

    it('joins what is new to what waits', async () => {
      const { id: channelId } = await seedChannel();
      const waiting = someNotification(channelId, NOON);
      await within((tx) => tx.notifications.add(waiting));
      const newest = await within((tx) => tx.notifications.newest(channelId, 'test', null));
      expect(newest).toEqual({ id: waiting.id, dueAt: NOON, isWaiting: true });
      const news = { ...waiting.news, at: '2026-11-01T12:05:00.000Z', facts: { waiting: 2 } };
      await within((tx) => tx.notifications.join(waiting.id, news));
      await expect(within((tx) => tx.notificationDeliveries.find(waiting.id))).resolves.toMatchObject({
        ...{ count: 2, since: NOON.toISOString(), at: news.at, facts: news.facts, state: 'waiting' },
      });
    });
  });

  describe('a delivery', () => {
    it('is claimed by one, and again once its time is over', async () => {
      const { id: channelId } = await seedChannel();
      await within((tx) => tx.notifications.add(someNotification(channelId, NOON)));
      const claim = async () => (await within((tx) => tx.notificationDeliveries.claim(5, 60_000))).length;
      await expect(Promise.all([claim(), claim()])).resolves.toEqual(expect.arrayContaining([0, 1]));
      world.setNow(new Date(NOON.getTime() + 59_999));
      await expect(claim()).resolves.toBe(0);
      world.setNow(new Date(NOON.getTime() + 60_000));
      await expect(claim()).resolves.toBe(1);
      await expect(other.transaction((tx) => tx.notificationDeliveries.claim(5, 1))).resolves.toEqual([]);
    });

    it('that was taken for lost changes nothing any more', async () => {
      const { id: channelId } = await seedChannel();
      const { id, ...rest } = someNotification(channelId, NOON);
      await within((tx) => tx.notifications.add({ id, ...rest }));
      for (const lease of [0, 60_000]) await within((tx) => tx.notificationDeliveries.claim(1, lease));
      const failed = { code: 'provider.timeout', message: 'Late' };
      const lost = { id, channelId, attempt: 1 };
      await within((tx) => tx.notificationDeliveries.saveFailed(lost, failed, null));
      await within((tx) => tx.notificationDeliveries.saveSent(lost));
      const look = () => within((tx) => tx.notificationDeliveries.find(id));
      await expect(look()).resolves.toMatchObject({ state: 'waiting', attempts: 2, code: null });
      await within((tx) => tx.notificationDeliveries.saveFailed({ ...lost, attempt: 2 }, failed, null));
      await expect(look()).resolves.toMatchObject({ state: 'given_up', endedAt: NOON, ...failed });
      await expect(within((tx) => tx.concerns.facts())).resolves.toMatchObject({
        failingChannels: [{ channel: 'ops', count: 1, since: NOON, why: 'Late' }],
      });
    });

    it('is listed newest first, by channel, and forgotten once it is over and old', async () => {
      const [one, two] = [await seedChannel(), await seedChannel({ name: 'two' })];
      for (const { id } of [one, two, one])
        await within((tx) => tx.notifications.add(someNotification(id, NOON)));
      const list = async (id: string | null) =>
        (await within((tx) => tx.notificationDeliveries.list(id, ALL))).items.map(({ channel }) => channel);
      await expect(list(null)).resolves.toEqual(['ops', 'two', 'ops']);
      await expect(list(two.id)).resolves.toEqual(['two']);
      const [claimed] = await within((tx) => tx.notificationDeliveries.claim(1, 60_000));
      const sent = { id: claimed!.id, channelId: claimed!.channelId, attempt: 1 };
      await within((tx) => tx.notificationDeliveries.saveSent(sent));
      const purge = () => world.system.transaction((tx) => tx.purges.notifications(7, 10));
      await expect(purge()).resolves.toBe(0);
      world.setNow(new Date(NOON.getTime() + 8 * 86_400_000));
      await expect(purge()).resolves.toBe(1);
      await expect(list(null)).resolves.toHaveLength(2);
    });
  });
}
