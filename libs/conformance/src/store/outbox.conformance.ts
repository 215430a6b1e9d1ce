import { runRequested } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import type { OutboxEntry } from '@evenkeel/ports';
import { newId } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const run = () => ({ tenantId: DEFAULT_TENANT, triggerId: newId(), jobId: newId() });

export function describeOutbox({ open }: StoreConformance): void {
  describe('the outbox', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const add = (...payloads: ReturnType<typeof run>[]) =>
      world.tenant.transaction((tx) => tx.outbox.add(runRequested, payloads));

    async function drain(limit = 100): Promise<OutboxEntry[]> {
      const taken: OutboxEntry[] = [];
      const count = await world.outbox.drain(limit, async (entries) => void taken.push(...entries));
      expect(count).toBe(taken.length);
      return taken;
    }

    it('gives what was committed, in the order it was added, once', async () => {
      const payloads = [run(), run(), run()];
      await add(...payloads);
      const entries = payloads.map((payload) => ({ topic: runRequested.topic, payload }));
      await expect(drain(2)).resolves.toEqual(entries.slice(0, 2));
      await expect(drain(2)).resolves.toEqual(entries.slice(2));
      await expect(drain(2)).resolves.toEqual([]);
    });

    it('knows nothing of a transaction that was rolled back', async () => {
      const failing = world.tenant.transaction(async (tx) => {
        await tx.outbox.add(runRequested, [run()]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await expect(drain()).resolves.toEqual([]);
    });

    it('keeps what could not be published', async () => {
      const payload = run();
      await add(payload);
      const failing = world.outbox.drain(10, () => Promise.reject(new Error('no broker')));
      await expect(failing).rejects.toThrow('no broker');
      await expect(drain()).resolves.toEqual([{ topic: runRequested.topic, payload }]);
    });

    it('gives an entry to one of two that drain at the same time', async () => {
      const payloads = [run(), run(), run()];
      await add(...payloads);
      const second: OutboxEntry[] = [];
      await world.outbox.drain(2, async () => {
        second.push(...(await drain()));
      });
      expect(second.map(({ payload }) => payload)).toEqual(payloads.slice(2));
      await expect(drain()).resolves.toEqual([]);
    });

    it('tells listeners of each commit that added something, and of no other', async () => {
      let told = 0;
      world.outbox.onAdded(() => (told += 1));
      await add(run(), run());
      await add();
      await world.tenant.transaction((tx) => tx.now());
      const failing = world.tenant.transaction(async (tx) => {
        await tx.outbox.add(runRequested, [run()]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(told).toBe(1);
    });
  });
}
