import type { SystemTransaction, Transaction } from '@evenkeel/ports';
import { newId, seedChunk, someWrite } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const NO_ENTRIES = new Uint8Array(0);

export function describeInventories({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const overAll = <T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T> =>
    world.system.transaction(work);

  describe('inventories', () => {
    it('keep what their pages want, once', async () => {
      const { execution, chunk } = await seedChunk(world.tenant);
      const page = {
        executionId: execution.id,
        chunkId: chunk.id,
        pageNo: 0,
        wanted: ['a', 'b\u0000'],
        entries: NO_ENTRIES,
      };
      await within((tx) => tx.inventories.add([page, { ...page, pageNo: 1, wanted: [] }]));
      await expect(within((tx) => tx.inventories.add([page]))).rejects.toThrow();
      await expect(within((tx) => tx.inventories.ofExecution(execution.id))).resolves.toEqual([
        { chunkId: chunk.id, pageNo: 0, wanted: 2 },
        { chunkId: chunk.id, pageNo: 1, wanted: 0 },
      ]);
      await expect(within((tx) => tx.inventories.wanted(chunk.id, 0))).resolves.toEqual(page.wanted);
      await expect(within((tx) => tx.inventories.wanted(newId(), 0))).resolves.toBeUndefined();
    });

    it('are forgotten some days after their execution has ended', async () => {
      const { execution, chunk } = await seedChunk(world.tenant);
      const page = {
        executionId: execution.id,
        chunkId: chunk.id,
        pageNo: 0,
        wanted: ['a'],
        entries: NO_ENTRIES,
      };
      await within((tx) => tx.inventories.add([page]));
      const finishedAt = new Date('2026-11-01T12:00:00.000Z');
      world.setNow(new Date('2026-11-20T12:00:00.000Z'));
      await overAll((tx) => tx.purges.inventories(7));
      expect(await within((tx) => tx.inventories.wanted(chunk.id, 0))).toEqual(['a']);
      await within((tx) => tx.inventories.add([{ ...page, pageNo: 1, wanted: [] }]));
      await within((tx) => tx.executions.save({ ...execution, status: 'cancelled', finishedAt }));
      await overAll((tx) => tx.purges.inventories(30));
      expect(await within((tx) => tx.inventories.wanted(chunk.id, 0))).toEqual(['a']);
      await overAll((tx) => tx.purges.inventories(7));
      expect(await within((tx) => tx.inventories.wanted(chunk.id, 0))).toBeUndefined();
      // It may be resumed: that something was wanted is not forgotten.
      expect(await within((tx) => tx.inventories.ofExecution(execution.id))).toMatchObject([
        { pageNo: 0, wanted: 1 },
        { pageNo: 1, wanted: 0 },
      ]);
      await within((tx) => tx.executions.save({ ...execution, status: 'completed', finishedAt }));
      await overAll((tx) => tx.purges.inventories(7));
      expect(await within((tx) => tx.inventories.ofExecution(execution.id))).toEqual([]);
      world.setNow(undefined);
    });

    it('are to be believed once every record was read under the mapping of the job', async () => {
      const { execution, set } = await seedChunk(world.tenant);
      const isMapped = () => within((tx) => tx.inventories.isMappedAs(set, execution));
      await within((tx) => tx.inventories.markMappedAs(set, execution));
      expect(await isMapped()).toBe(false);
      await within((tx) => tx.recordWrites.create(set, [someWrite('a')]));
      expect(await isMapped()).toBe(false);
      await within((tx) => tx.inventories.markMappedAs(set, execution));
      expect(await isMapped()).toBe(true);
      expect(await within((tx) => tx.inventories.isMappedAs(set, { ...execution, jobRevision: 2 }))).toBe(
        false,
      );
    });
  });
}
