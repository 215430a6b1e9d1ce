import { randomUUID } from 'node:crypto';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import type { SystemTransaction, Transaction } from '@evenkeel/ports';
import { newId, seedJob } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

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
        idPaths: ['campaign', 'data.id, "the" {day}'],
      };
      await within((tx) => tx.webhooks.insertEndpoint(endpoint));
      return endpoint;
    }
    const delivery = (endpointId: string, deliveryId: string) =>
      ({
        endpointId,
        deliveryId,
        state: 'accepted',
        externalIds: ['cus_1'],
        body: '{"data":{"id":"cus_1"}}',
        triggerIds: [newId()],
      }) as const;

    it('are found by the token of their endpoint', async () => {
      const endpoint = await seedEndpoint();
      await expect(overAll((tx) => tx.webhookAddresses.find(endpoint.token))).resolves.toEqual({
        tenantId: DEFAULT_TENANT,
        endpoint,
        refuses: false,
      });
      await expect(overAll((tx) => tx.webhookAddresses.find('guess'))).resolves.toBeUndefined();
    });

    it('are listed with their last delivery, and found no more once they are closed', async () => {
      const endpoint = await seedEndpoint();
      const list = () => within((tx) => tx.webhooks.listEndpoints(endpoint.connectionId));
      await within((tx) => tx.webhooks.insertDelivery(delivery(endpoint.id, 'd-1')));
      const times = { createdAt: expect.any(Date) as Date, deliveredAt: expect.any(Date) as Date };
      const open = { ...endpoint, ...times, refusal: null };
      expect(await list()).toEqual([open]);
      await expect(within((tx) => tx.webhooks.closeEndpoint(endpoint.id))).resolves.toEqual(open);
      expect(await list()).toEqual([]);
      await expect(overAll((tx) => tx.webhookAddresses.find(endpoint.token))).resolves.toBeUndefined();
      for (const id of [endpoint.id, randomUUID(), 'none'])
        await expect(within((tx) => tx.webhooks.closeEndpoint(id))).resolves.toBeUndefined();
    });

    it('close with their connection', async () => {
      const endpoint = await seedEndpoint();
      await within((tx) => tx.connectionRemovals.begin(endpoint.connectionId, 'ada'));
      await expect(overAll((tx) => tx.webhookAddresses.find(endpoint.token))).resolves.toBeUndefined();
    });

    it('store a delivery that comes twice once', async () => {
      const endpoint = await seedEndpoint();
      const insert = (id: string) => within((tx) => tx.webhooks.insertDelivery(delivery(endpoint.id, id)));
      await expect(insert('d-1')).resolves.toBe(true);
      await expect(insert('d-1')).resolves.toBe(false);
      await expect(insert('d-2')).resolves.toBe(true);
    });

    it('store it once also where it comes twice at the same time', async () => {
      const endpoint = await seedEndpoint();
      const first = await hold(world.tenant, (tx) =>
        tx.webhooks.insertDelivery(delivery(endpoint.id, 'd-1')),
      );
      const second = within((tx) => tx.webhooks.insertDelivery(delivery(endpoint.id, 'd-1')));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      expect([first.answer, await second]).toEqual([true, false]);
    });
  });
}
