import { randomUUID } from 'node:crypto';
import { DEFAULT_TENANT, DEFAULT_WEBHOOK_RULES, type WebhookRules } from '@evenkeel/domain';
import type { DeliveryFilter, SystemTransaction, Transaction, WebhookDelivery } from '@evenkeel/ports';
import { newId, seedJob } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const RULES: WebhookRules = {
  ...DEFAULT_WEBHOOK_RULES,
  scheme: 'stripe',
  kindPath: 'type',
  kinds: [{ when: 'customer.*', then: 'changed', stream: null, idPaths: ['data.id'] }],
};

export function describeWebhooks({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const overAll = <T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T> =>
    world.system.transaction(work);

  describe('webhooks', () => {
    async function seedEndpoint() {
      const { connection } = await seedJob(world.tenant);
      const endpoint = {
        id: randomUUID(),
        connectionId: connection.id,
        stream: 'customers',
        token: randomUUID(),
        sealedSecret: 'c2VhbGVk',
        previousUntil: null,
        revision: 1,
        rules: RULES,
        idPaths: ['campaign', 'data.id, "the" {day}'],
      };
      await within((tx) => tx.webhooks.insertEndpoint(endpoint));
      return endpoint;
    }
    const delivery = (
      endpointId: string,
      deliveryId: string,
      changes: Partial<WebhookDelivery> = {},
    ): WebhookDelivery => ({
      ...{ endpointId, deliveryId, state: 'waiting', stream: 'customers', kind: 'customer.updated' },
      ...{ change: 'changed', externalIds: ['cus_1'], body: '{"data":{"id":"cus_1"}}', why: null },
      ...{ isNewAfter: 'rejected', believed: 'nothing' },
      ...changes,
    });
    const take = (of: WebhookDelivery) => within(async (tx) => (await tx.webhooks.takeDeliveries([of]))[0]);
    const settle = (endpointId: string, state: 'accepted' | 'ignored') =>
      within(async (tx) => {
        const waiting = (await tx.webhooks.lockWaiting(10)).filter((each) => each.endpointId === endpointId);
        const triggerIds = state === 'accepted' ? [newId()] : [];
        await tx.webhooks.saveDeliveryEnds(waiting.map(({ id }) => ({ endpointId, id, state, triggerIds })));
        return waiting;
      });
    const all = { state: null, kind: null, externalId: null, since: null };
    const list = (filter: DeliveryFilter, after: string | null = null) =>
      within((tx) => tx.webhooks.listDeliveries(filter, { after, limit: 2 }));
    const namesOf = async (filter: DeliveryFilter) =>
      (await list(filter)).items.map(({ deliveryId }) => deliveryId);

    it('are found by the token of their endpoint', async () => {
      const endpoint = await seedEndpoint();
      await expect(overAll((tx) => tx.webhookAddresses.find(endpoint.token))).resolves.toEqual({
        tenantId: DEFAULT_TENANT,
        endpoint,
        refuses: false,
        revision: expect.any(String) as string,
        now: expect.any(Date) as Date,
      });
      await expect(overAll((tx) => tx.webhookAddresses.find('guess'))).resolves.toBeUndefined();
    });

    it('that come together are taken each by itself', async () => {
      const { id: endpointId } = await seedEndpoint();
      const takeAll = (...of: readonly WebhookDelivery[]) => within((tx) => tx.webhooks.takeDeliveries(of));
      const odd = { externalIds: ['a,"b"', '\\{}'], body: '{"a":"\\u0000 \\" \u{1f600}"}', kind: null };
      expect(await takeAll()).toEqual([]);
      expect(await takeAll(delivery(endpointId, 'a'), delivery(endpointId, 'b', odd))).toEqual([true, true]);
      const again = { isNewAfter: 'settled' } as const;
      expect(await takeAll(delivery(endpointId, 'c'), delivery(endpointId, 'b', again))).toEqual([
        true,
        false,
      ]);
      const waiting = await settle(endpointId, 'accepted');
      expect(waiting.map(({ deliveryId }) => deliveryId)).toEqual(['a', 'b', 'c']);
      expect(waiting[1]).toMatchObject({ externalIds: odd.externalIds, kind: null });
      const kept = await within((tx) => tx.webhooks.lockDeliveries({ endpointId, ids: [waiting[1]!.id] }, 1));
      expect(kept[0]?.body).toBe(odd.body);
      expect(await takeAll(delivery(endpointId, 'a'), delivery(endpointId, 'b', again))).toEqual([
        false,
        true,
      ]);
    });

    it('have another revision whenever their endpoint has changed, and none once it is closed', async () => {
      const { id, token } = await seedEndpoint();
      const known = async () => (await within((tx) => tx.webhooks.revisions([id, randomUUID()]))).get(id);
      const first = await known();
      expect(first).toBe((await overAll((tx) => tx.webhookAddresses.find(token)))?.revision);
      await take(delivery(id, 'd'));
      expect(await known()).toBe(first);
      await within((tx) => tx.webhooks.replaceSecret(id, 'bmV3', 60));
      expect(await known()).not.toBe(first);
      await within((tx) => tx.webhooks.closeEndpoint(id));
      expect(await known()).toBeUndefined();
    });

    it('say what is taken as it stands to a run that asks, as long as they are kept', async () => {
      const { id: endpointId, connectionId } = await seedEndpoint();
      const told = (ids: readonly string[], of = connectionId) =>
        within((tx) => tx.webhooks.listTold({ connectionId: of, ids }));
      await take(delivery(endpointId, 'hint'));
      await take(delivery(endpointId, 'body', { believed: 'record', externalIds: ['a', 'b'] }));
      await take(delivery(endpointId, 'deletion', { believed: 'deletion' }));
      const ids = (await settle(endpointId, 'accepted')).map(({ id }) => id);
      expect(await told(ids.toReversed())).toMatchObject([
        {
          id: ids[1],
          believed: 'record',
          externalIds: ['a', 'b'],
          rules: RULES,
          receivedAt: expect.any(Date) as Date,
        },
        { id: ids[2], believed: 'deletion', body: '{"data":{"id":"cus_1"}}' },
      ]);
      expect(await told([ids[1]!])).toHaveLength(1);
      expect(await told(ids, (await seedEndpoint()).connectionId)).toEqual([]);
    });

    it('are believed once that something is gone: what comes again may come from others', async () => {
      const { id: endpointId } = await seedEndpoint();
      const again = async (believed: 'record' | 'deletion', before?: 'rejected') => {
        const name = newId();
        const sent = delivery(endpointId, name, { believed, isNewAfter: 'settled' });
        await take(before === undefined ? sent : { ...sent, state: before });
        await settle(endpointId, 'accepted');
        expect(await take(sent)).toBe(true);
        return (await settle(endpointId, 'ignored')).map((each) => each.believed);
      };
      expect(await again('deletion')).toEqual(['nothing']);
      expect(await again('record')).toEqual(['record']);
      expect(await again('deletion', 'rejected')).toEqual(['deletion']);
    });

    it('are listed with their last delivery, and found no more once they are closed', async () => {
      const endpoint = await seedEndpoint();
      const listed = () => within((tx) => tx.webhooks.listEndpoints(endpoint.connectionId));
      await take(delivery(endpoint.id, 'd-1'));
      const times = { createdAt: expect.any(Date) as Date, deliveredAt: expect.any(Date) as Date };
      const open = { ...endpoint, ...times, refusal: null };
      expect(await listed()).toEqual([open]);
      await expect(within((tx) => tx.webhooks.closeEndpoint(endpoint.id))).resolves.toEqual(open);
      expect(await listed()).toEqual([]);
      await expect(overAll((tx) => tx.webhookAddresses.find(endpoint.token))).resolves.toBeUndefined();
      for (const id of [endpoint.id, randomUUID(), 'none'])
        await expect(within((tx) => tx.webhooks.closeEndpoint(id))).resolves.toBeUndefined();
    });

    it('are another address once they are changed, so that what was verified before is looked at again', async () => {
      const endpoint = await seedEndpoint();
      const addressed = async () => (await overAll((tx) => tx.webhookAddresses.find(endpoint.token)))!;
      const { revision: before } = await addressed();
      await within((tx) => tx.webhooks.noteRefusal(endpoint.id, 'wrong signature'));
      const changed = { ...endpoint, stream: 'people', revision: 2 };
      await within((tx) => tx.webhooks.saveEndpoint(changed));
      const { endpoint: found, refuses, revision } = await addressed();
      expect([found, refuses]).toEqual([changed, false]);
      expect(revision).not.toBe(before);
    });

    it('close with their connection', async () => {
      const endpoint = await seedEndpoint();
      await within((tx) => tx.connectionRemovals.begin(endpoint.connectionId, 'ada'));
      await expect(overAll((tx) => tx.webhookAddresses.find(endpoint.token))).resolves.toBeUndefined();
    });

    it('have their secret replaced, and the one before it counts for a time that is told', async () => {
      const endpoint = await seedEndpoint();
      const { now } = (await overAll((tx) => tx.webhookAddresses.find(endpoint.token)))!;
      const until = await within((tx) => tx.webhooks.replaceSecret(endpoint.id, 'bmV3', 60));
      expect(until.getTime() - now.getTime()).toBeGreaterThanOrEqual(60_000);
      const changed = {
        ...{ ...endpoint, sealedSecret: 'bmV3', previousUntil: until, revision: 2 },
        ...{ createdAt: expect.any(Date) as Date, deliveredAt: null, refusal: null },
      };
      expect(await within((tx) => tx.webhooks.findEndpoint(endpoint.id))).toEqual(changed);
      expect(await within((tx) => tx.webhooks.lockEndpoint(endpoint.id))).toEqual(changed);
      for (const id of [randomUUID(), 'none'])
        expect(await within((tx) => tx.webhooks.findEndpoint(id))).toBeUndefined();
    });

    it('take a delivery that comes twice once', async () => {
      const { id } = await seedEndpoint();
      expect([await take(delivery(id, 'd-1')), await take(delivery(id, 'd-1'))]).toEqual([true, false]);
      expect(await take(delivery(id, 'd-2'))).toBe(true);
      await settle(id, 'accepted');
      expect(await take(delivery(id, 'd-1'))).toBe(false);
    });

    it('take it once also where it comes twice at the same time', async () => {
      const endpoint = await seedEndpoint();
      const first = await hold(world.tenant, (tx) =>
        tx.webhooks.takeDeliveries([delivery(endpoint.id, 'd-1')]),
      );
      const second = take(delivery(endpoint.id, 'd-1'));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      expect([...first.answer, await second]).toEqual([true, false]);
    });

    it('take it again where it could not be read before', async () => {
      const { id } = await seedEndpoint();
      await take(delivery(id, 'd-1', { state: 'rejected', why: 'no JSON', externalIds: [] }));
      expect((await list({ ...all, endpointId: id })).items).toMatchObject([
        { state: 'rejected', why: 'no JSON', times: 1 },
      ]);
      expect(await take(delivery(id, 'd-1'))).toBe(true);
      expect((await list({ ...all, endpointId: id })).items).toMatchObject([
        { state: 'waiting', why: null, externalIds: ['cus_1'], times: 2 },
      ]);
    });

    it('take one that is named by its body again once that before it has become a run, and not while it waits', async () => {
      const { id } = await seedEndpoint();
      const same = delivery(id, 'sha256:1', { isNewAfter: 'settled' });
      expect([await take(same), await take(same)]).toEqual([true, false]);
      // While it becomes a run, whether that reads the change is not known: it is another one.
      const held = await hold(world.tenant, async (tx) => {
        const waiting = await tx.webhooks.lockWaiting(10);
        await tx.webhooks.saveDeliveryEnds(
          waiting.map((each) => ({ endpointId: id, id: each.id, state: 'accepted', triggerIds: [newId()] })),
        );
      });
      const again = take(same);
      expect(await isBlocked(again)).toBe(true);
      await held.commit();
      expect(await again).toBe(true);
      expect((await list({ ...all, endpointId: id })).items).toMatchObject([{ state: 'waiting', times: 2 }]);
    });

    it('give those that wait in the order in which they came, and none to two', async () => {
      const { id } = await seedEndpoint();
      for (const name of ['d-1', 'd-2', 'd-3']) await take(delivery(id, name));
      await take(delivery(id, 'd-0', { state: 'ignored', change: 'ignore' }));
      const tenants = await overAll((tx) => tx.due.deliveries(10));
      expect(tenants).toContain(DEFAULT_TENANT);
      const first = await hold(world.tenant, (tx) => tx.webhooks.lockWaiting(2));
      const rest = await within((tx) => tx.webhooks.lockWaiting(2));
      await first.commit();
      expect([first.answer, rest].map((some) => some.map(({ deliveryId }) => deliveryId))).toEqual([
        ['d-1', 'd-2'],
        ['d-3'],
      ]);
      await settle(id, 'ignored');
      expect(await within((tx) => tx.webhooks.lockWaiting(2))).toEqual([]);
      expect(await overAll((tx) => tx.due.deliveries(10))).toEqual([]);
    });

    it('list deliveries, the newest first, as they are asked for', async () => {
      const { id: endpointId } = await seedEndpoint();
      await take(delivery(endpointId, 'd-1', { externalIds: ['cus_1', 'cus_2'] }));
      await settle(endpointId, 'accepted');
      await take(delivery(endpointId, 'd-2', { kind: null, stream: 'orders' }));
      await take(delivery(endpointId, 'd-3', { state: 'rejected', why: 'no JSON', externalIds: [] }));
      const { items, next } = await list({ ...all, endpointId });
      expect(items.map(({ deliveryId }) => deliveryId)).toEqual(['d-3', 'd-2']);
      expect((await list({ ...all, endpointId }, next)).items).toMatchObject([
        { deliveryId: 'd-1', state: 'accepted', triggerIds: [expect.any(String)], stream: 'customers' },
      ]);
      expect(await namesOf({ ...all, endpointId, state: 'waiting' })).toEqual(['d-2']);
      expect(await namesOf({ ...all, endpointId, kind: 'customer.updated' })).toEqual(['d-3', 'd-1']);
      expect(await namesOf({ ...all, endpointId, externalId: 'cus_2' })).toEqual(['d-1']);
      expect(await namesOf({ ...all, endpointId, since: new Date(Date.now() + 3_600_000) })).toEqual([]);
      expect(await namesOf({ ...all, endpointId: randomUUID() })).toEqual([]);
    });

    it('give deliveries with their bodies, to be taken once more', async () => {
      const { id: endpointId } = await seedEndpoint();
      for (const name of ['d-1', 'd-2']) await take(delivery(endpointId, name));
      await settle(endpointId, 'ignored');
      const again = await within(async (tx) => {
        const [first] = await tx.webhooks.lockDeliveries({ ...all, endpointId }, 1);
        const ids = [first!.id];
        const [same] = await tx.webhooks.lockDeliveries({ endpointId, ids }, 10);
        expect(same).toEqual(first);
        expect(await tx.webhooks.lockDeliveries({ endpointId: randomUUID(), ids }, 10)).toEqual([]);
        const { stream, change } = first!;
        const read = {
          stream,
          change,
          kind: 'new',
          externalIds: ['cus_9'],
          state: 'waiting',
          believed: 'nothing',
          why: null,
        } as const;
        await tx.webhooks.deliverAgain(first!, read);
        return first;
      });
      expect(again).toMatchObject({ deliveryId: 'd-1', body: '{"data":{"id":"cus_1"}}', times: 1 });
      expect(
        (await settle(endpointId, 'accepted')).map(({ externalIds, times }) => [externalIds, times]),
      ).toEqual([[['cus_9'], 2]]);
    });
  });
}
