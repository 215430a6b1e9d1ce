import { canonicalText, parseJson, type RecordUpdate, type ReferenceSet } from '@evenkeel/domain';
import { seedClaimed, seedJob, someWrite } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeRecordWrites({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });

  describe('references and records', () => {
    const find = (set: ReferenceSet, externalIds: readonly string[]) =>
      world.tenant.transaction((tx) => tx.references.find(set, externalIds));

    it('are locked in one order, whatever order they are asked for in', async () => {
      const { set } = await seedJob(world.tenant);
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      await world.tenant.transaction((tx) =>
        tx.recordWrites.create(
          set,
          ids.map((id) => someWrite(id)),
        ),
      );
      let runs = 0;
      const lockAll = (order: readonly string[]) =>
        world.tenant.transaction(async (tx) => {
          runs += 1;
          return tx.references.lock(set, order);
        });
      await Promise.all(
        Array.from({ length: 10 }, (_, n) => lockAll(n % 2 === 0 ? ids : [...ids].reverse())),
      );
      expect(runs).toBe(10);
    });

    it('are locked: whoever wants to write one waits, and then reads what was written', async () => {
      const { set, execution } = await seedClaimed(world);
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('a')]));
      const first = await hold(world.tenant, async (tx) => {
        const [reference] = await tx.references.lock(set, ['a']);
        const update = { ...someWrite('a', { contentHash: 'f'.repeat(32) }), reference: reference! };
        await tx.recordWrites.update(execution.id, [update]);
      });
      const second = world.tenant.transaction((tx) => tx.references.lock(set, ['a']));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toMatchObject([{ contentHash: 'f'.repeat(32) }]);
    });

    it('are updated in place, and the record counts its versions', async () => {
      const { set, execution } = await seedClaimed(world);
      const ids = ['a', 'b', 'c'];
      await world.tenant.transaction((tx) =>
        tx.recordWrites.create(
          set,
          ids.map((id) => someWrite(id)),
        ),
      );
      await world.tenant.transaction(async (tx) => {
        const references = await tx.references.lock(set, ['c', 'a']);
        const updates: RecordUpdate[] = references.map((reference) => ({
          ...someWrite(reference.externalId, {
            contentHash: '0123456789abcdef0123456789abcdef',
            dataText: JSON.stringify({ id: reference.externalId, changed: true }),
            version: '9',
            observedAt: '2026-11-02T00:00:00.000Z',
          }),
          reference,
        }));
        await tx.recordWrites.update(execution.id, updates);
      });
      const records = await world.tenant.transaction((tx) =>
        tx.records.list('customer', { after: null, limit: 10 }),
      );
      expect(records.items.map(({ data, version }) => ({ ...data, version }))).toEqual([
        { id: 'a', changed: true, version: 2 },
        { id: 'b', version: 1 },
        { id: 'c', changed: true, version: 2 },
      ]);
      await expect(find(set, ['c'])).resolves.toMatchObject([
        {
          contentHash: '0123456789abcdef0123456789abcdef',
          version: '9',
          observedAt: '2026-11-02T00:00:00.000Z',
        },
      ]);
    });

    it('give every number back with all of its digits', async () => {
      const { set } = await seedClaimed(world);
      const dataText = `{"n":[9007199254740993,12345678901234.56789,-1e400,1e-400,1e21,${'9'.repeat(1000)}]}`;
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('a', { dataText })]));
      const { items } = await world.tenant.transaction((tx) =>
        tx.records.list('customer', { after: null, limit: 1 }),
      );
      expect(canonicalText(items[0]!.data)).toBe(canonicalText(parseJson(dataText)));
    });

    it('note a newer version without a change of the record, and never an earlier time', async () => {
      const { set } = await seedClaimed(world);
      const first = someWrite('a', { version: '1', observedAt: '2026-11-02T00:00:00.000Z' });
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [first]));
      const [reference] = await find(set, ['a']);
      const note = (version: string, observedAt: string) =>
        world.tenant.transaction((tx) =>
          tx.references.noteVersions([{ ...first, version, observedAt, reference: reference! }]),
        );
      await note('3', '2026-11-01T00:00:00.000Z');
      await expect(find(set, ['a'])).resolves.toEqual([{ ...reference, version: '3' }]);
      await note('4', '2026-11-03T00:00:00.000Z');
      const noted = { ...reference, version: '4', observedAt: '2026-11-03T00:00:00.000Z' };
      await expect(find(set, ['a'])).resolves.toEqual([noted]);
      const { items } = await world.tenant.transaction((tx) =>
        tx.records.list('customer', { after: null, limit: 10 }),
      );
      expect(items).toMatchObject([{ version: 1 }]);
    });

    it('are listed with their references, slice by slice', async () => {
      const { set, connection } = await seedJob(world.tenant);
      await world.tenant.transaction((tx) =>
        tx.recordWrites.create(
          set,
          ['a', 'b', 'c'].map((id) => someWrite(id)),
        ),
      );
      const list = (after: string | null) =>
        world.tenant.transaction((tx) => tx.records.list('customer', { after, limit: 2 }));
      const first = await list(null);
      expect(first.items).toHaveLength(2);
      const last = await list(first.next);
      expect(last).toMatchObject({ next: null, items: [{ recordType: 'customer', data: { id: 'c' } }] });
      expect(last.items[0]!.references).toEqual([
        {
          connection: connection.name,
          stream: 'customers',
          externalId: 'c',
          observedAt: new Date('2026-11-01T12:00:00.007Z'),
          inactiveAt: null,
          inactiveCause: null,
          inactiveBy: null,
          syncStatus: null,
          rule: null,
        },
      ]);
      const [record] = last.items;
      await expect(world.tenant.transaction((tx) => tx.records.find(record!.id))).resolves.toEqual(record);
      await expect(
        world.tenant.transaction((tx) => tx.records.findByExternalId('customer', 'c')),
      ).resolves.toEqual([record]);
      for (const id of ['0', 'no-number', '99999999999999999999']) {
        await expect(world.tenant.transaction((tx) => tx.records.find(id))).resolves.toBeUndefined();
      }
    });
  });

  describe('unstorable records', () => {
    it('are found among the storable ones, and nothing is changed by looking', async () => {
      const { set } = await seedJob(world.tenant);
      const writes = Array.from({ length: 50 }, (_, index) => someWrite(`id-${index}`));
      writes[3] = someWrite('nul', { dataText: '{"text":"a\\u0000b"}' });
      writes[17] = someWrite('huge', { dataText: '{"number":1e999999}' });
      writes[18] = someWrite('nul\u0000id');
      writes[40] = someWrite('x'.repeat(200_000).replaceAll('x', () => Math.random().toString(36)));
      await world.tenant.transaction(async (tx) => {
        const unstorable = await tx.recordWrites.findUnstorable(writes);
        expect(unstorable.map(({ index }) => index)).toEqual([3, 17, 18, 40]);
        for (const { message } of unstorable) expect(message.length).toBeGreaterThan(5);
        await tx.recordWrites.create(set, [writes[0]!]);
      });
      const records = await world.tenant.transaction((tx) =>
        tx.records.list('customer', { after: null, limit: 100 }),
      );
      expect(records.items).toHaveLength(1);
    });

    it('make creating them reject as a record error', async () => {
      const { set } = await seedJob(world.tenant);
      const work = world.tenant.transaction((tx) =>
        tx.recordWrites.create(set, [someWrite('a'), someWrite('b', { dataText: '{"text":"\\u0000"}' })]),
      );
      await expect(work).rejects.toMatchObject({ code: 'record.unstorable_value' });
      await expect(
        world.tenant.transaction((tx) => tx.recordWrites.findUnstorable([someWrite('a'), someWrite('a')])),
      ).resolves.toEqual([]);
    });
  });
}
