import type { RecordUpdate, ReferenceSet } from '@evenkeel/domain';
import { counts, seedClaimed, seedJob, someAdvance, somePage, someWrite } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describePages({ open }: StoreConformance): void {
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
        someWrite('c', { version: 7.5, modifiedAt: '2026-10-31T01:02:03+02:00' }),
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
        version: 7.5,
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
            version: 9,
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
          version: 9,
          observedAt: '2026-11-02T00:00:00.000Z',
        },
      ]);
    });

    it('note a newer version without a change of the record, and never an earlier time', async () => {
      const { set } = await seedClaimed(world);
      const first = someWrite('a', { version: 1, observedAt: '2026-11-02T00:00:00.000Z' });
      await world.tenant.transaction((tx) => tx.recordWrites.create(set, [first]));
      const [reference] = await find(set, ['a']);
      const note = (version: number, observedAt: string) =>
        world.tenant.transaction((tx) =>
          tx.references.noteVersions([{ ...first, version, observedAt, reference: reference! }]),
        );
      await note(3, '2026-11-01T00:00:00.000Z');
      await expect(find(set, ['a'])).resolves.toEqual([{ ...reference, version: 3 }]);
      await note(4, '2026-11-03T00:00:00.000Z');
      const noted = { ...reference, version: 4, observedAt: '2026-11-03T00:00:00.000Z' };
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

  describe('pages', () => {
    it('move their chunk on, and are summed up again at the end', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const bound = { kind: 'time', value: '2026-11-01T12:00:00Z' } as const;
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, {
            cursor: 'c2',
            pages: 2,
            bound,
            outcomes: counts({ created: 3, rejected: 1 }),
          }),
          [
            somePage('created', ['11', '12', '13'], { cursorOut: 'c1' }),
            somePage('rejected', [null], { pageNo: 1, cursorIn: 'c1', cursorOut: 'c2' }),
          ],
          [],
        ),
      );
      await expect(world.tenant.transaction((tx) => tx.chunks.lock(chunk.id))).resolves.toEqual({
        ...chunk,
        cursor: 'c2',
        pagesApplied: 2,
        fetched: 4,
        bound,
        outcomes: counts({ created: 3, rejected: 1 }),
      });
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { end: true, outcomes: counts({ unchanged: 1 }) }),
          [somePage('unchanged', ['12'], { pageNo: 2, cursorIn: 'c2' })],
          [],
        ),
      );
      const ended = await world.tenant.transaction((tx) => tx.chunks.lock(chunk.id));
      expect(ended).toMatchObject({ state: 'applied', cursor: null, bound, leaseUntil: null, fetched: 5 });
      await expect(world.tenant.transaction((tx) => tx.pages.totals(execution.id))).resolves.toEqual([
        {
          chunkId: chunk.id,
          pages: 3,
          inputs: 5,
          outcomes: counts({ created: 3, rejected: 1, unchanged: 1 }),
          unbroken: true,
        },
      ]);
    });

    it('of a chunk that has none sum up to nothing', async () => {
      const { chunk, execution } = await seedClaimed(world);
      await expect(world.tenant.transaction((tx) => tx.pages.totals(execution.id))).resolves.toEqual([
        { chunkId: chunk.id, pages: 0, inputs: 0, outcomes: counts({}), unbroken: true },
      ]);
    });

    it.each([
      ['a page is missing', [0, 2], ['c0', 'c1', 'c1', 'c2']],
      ['one does not start where the one before ended', [0, 1], [null, 'c1', 'c9', 'c2']],
      ['the first does not start at the beginning', [0, 1], ['c0', 'c1', 'c1', 'c2']],
    ])('are told to be broken where %s', async (_, [first, second], [in0, out0, in1, out1]) => {
      const { chunk, execution } = await seedClaimed(world);
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { pages: 2 }),
          [
            somePage('created', [], { pageNo: first!, cursorIn: in0!, cursorOut: out0! }),
            somePage('created', [], { pageNo: second!, cursorIn: in1!, cursorOut: out1! }),
          ],
          [],
        ),
      );
      const [totals] = await world.tenant.transaction((tx) => tx.pages.totals(execution.id));
      expect(totals).toMatchObject({ pages: 2, unbroken: false });
    });

    it('tell which of their records are to be tried again', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const row = { pageNo: 0, problem: null, raw: null };
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { outcomes: counts({ retried: 2, refused: 1 }) }),
          [somePage('retried', [null, null, null])],
          [
            { ...row, position: 0, externalId: 'c', outcome: 'retried' },
            { ...row, position: 1, externalId: 'b', outcome: 'refused' },
            { ...row, position: 2, externalId: 'a', outcome: 'retried' },
          ],
        ),
      );
      await world.tenant.transaction(async (tx) => {
        await expect(tx.pages.retried(execution.id, chunk.id)).resolves.toEqual(['c', 'a']);
        await expect(tx.chunks.lock(chunk.id)).resolves.toMatchObject({ outcomes: { retried: 2 } });
      });
    });

    it('cannot be applied to a chunk that is no longer claimed', async () => {
      const { chunk, execution } = await seedClaimed(world);
      await world.tenant.transaction((tx) => tx.chunks.abandonAll(execution.id));
      const advance = world.tenant.transaction((tx) =>
        tx.pages.advance(someAdvance(chunk), [somePage('created', ['1'])], []),
      );
      await expect(advance).rejects.toMatchObject({ code: 'system.unexpected' });
      await expect(world.tenant.transaction((tx) => tx.pages.totals(execution.id))).resolves.toMatchObject([
        { pages: 0 },
      ]);
    });

    it('cannot be applied twice', async () => {
      const { chunk } = await seedClaimed(world);
      const apply = () =>
        world.tenant.transaction((tx) =>
          tx.pages.advance(someAdvance(chunk), [somePage('created', ['1'])], []),
        );
      await apply();
      await expect(apply()).rejects.toMatchObject({ code: 'system.database' });
      await expect(world.tenant.transaction((tx) => tx.chunks.lock(chunk.id))).resolves.toMatchObject({
        pagesApplied: 1,
      });
    });
  });
}
