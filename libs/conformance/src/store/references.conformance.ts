import type { ReferenceSet } from '@evenkeel/domain';
import { seedJob, someWrite } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeReferences({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });

  describe('references and records', () => {
    const find = (set: ReferenceSet, externalIds: readonly string[]) =>
      world.tenant.transaction((tx) => tx.references.find(set, externalIds));

    it('are created together, and their ids come in the order of the writes', async () => {
      const { set } = await seedJob(world.tenant);
      await expect(find(set, ['c', 'a'])).resolves.toEqual([]);
      const writes = [
        someWrite('c', { version: 'opaque:3-9f%2C%22', modifiedAt: '2026-10-31T01:02:03+02:00' }),
        someWrite('a'),
        someWrite('\u{1F600} "quoted", {braces}\\'),
      ];
      const ids = await world.tenant.transaction((tx) => tx.recordWrites.create(set, writes));
      const found = await find(
        set,
        writes.map(({ externalId }) => externalId),
      );
      const byId = new Map(found.map((reference) => [reference.id, reference]));
      expect(ids.map((id) => byId.get(id)?.externalId)).toEqual(writes.map(({ externalId }) => externalId));
      expect(byId.get(ids[0]!)).toEqual({
        id: ids[0],
        recordId: expect.stringMatching(/^\d+$/) as string,
        externalId: 'c',
        contentHash: writes[0]!.contentHash,
        version: 'opaque:3-9f%2C%22',
        observedAt: '2026-11-01T12:00:00.007Z',
        inactive: false,
      });
      expect(byId.get(ids[1]!)?.version).toBeNull();
    });

    it('keep their time of observation to the millisecond', async () => {
      const { set } = await seedJob(world.tenant);
      const times = ['2026-11-01T12:00:00.000Z', '2026-11-01T12:00:00.100Z', '2026-11-01T12:00:00.010Z'];
      await world.tenant.transaction((tx) =>
        tx.recordWrites.create(
          set,
          times.map((observedAt, index) => someWrite(String(index), { observedAt })),
        ),
      );
      const found = await find(set, ['0', '1', '2']);
      expect(found.map(({ observedAt }) => observedAt)).toEqual(times);
    });

    it('of one set are not those of another', async () => {
      const { set } = await seedJob(world.tenant);
      const other = { ...set, recordType: 'contact' };
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('a')]));
      await expect(find(other, ['a'])).resolves.toEqual([]);
      await world.tenant.transaction((tx) => tx.recordWrites.create(other, [someWrite('a')]));
      expect((await find(set, ['a']))[0]!.id).not.toBe((await find(other, ['a']))[0]!.id);
    });

    it('are not found by an id that no store could hold', async () => {
      const { set } = await seedJob(world.tenant);
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('a')]));
      await expect(find(set, ['nul\u0000', 'a'])).resolves.toHaveLength(1);
      await expect(find(set, [])).resolves.toEqual([]);
    });

    it('that somebody else wrote first make the transaction decide again', async () => {
      const { set } = await seedJob(world.tenant);
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('first')]));
      const writeIfMissing = () =>
        world.tenant.transaction(async (tx) => {
          const found = await tx.references.lock(set, ['a']);
          if (found.length > 0) return 'found';
          await tx.recordWrites.create(set, [someWrite('a')]);
          return 'created';
        });
      const first = await hold(world.tenant, (tx) => tx.recordWrites.create(set, [someWrite('a')]));
      const second = writeIfMissing();
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toBe('found');
      await expect(
        world.tenant.transaction((tx) => tx.records.findByExternalId('customer', 'a')),
      ).resolves.toHaveLength(1);
    });

    it('of a set that nobody knew are created by two at once', async () => {
      const { set } = await seedJob(world.tenant);
      const create = (id: string) =>
        world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite(id)]));
      await Promise.all([create('a'), create('b')]);
      await expect(find(set, ['a', 'b'])).resolves.toHaveLength(2);
    });

    it('of a transaction that was rolled back leave no trace, nor does their set', async () => {
      const { set } = await seedJob(world.tenant);
      const failing = world.tenant.transaction(async (tx) => {
        await tx.recordWrites.create(set, [someWrite('a')]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('b')]));
      await expect(find(set, ['a', 'b'])).resolves.toMatchObject([{ externalId: 'b' }]);
    });
  });
}
