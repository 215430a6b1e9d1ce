import { NOTHING_COMPARED, type DedupePass } from '@evenkeel/domain';
import type { DedupePair, Transaction } from '@evenkeel/ports';
import { newId, seedJob, someWrite } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const START = new Date('2026-11-01T12:00:00.000Z');
const minutesLater = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const page = { after: null, limit: 10 };

function someRun(changes: Partial<DedupePass> = {}): DedupePass {
  return {
    ...{ id: newId(), recordType: 'person', jobId: null, phase: 'preview', state: 'running', revision: 1 },
    ...{ keysOf: 'a digest', after: '0', until: '9', counts: NOTHING_COMPARED, previewed: null },
    ...{ actor: 'ann', requestedAt: START, endedAt: null, problem: null, ...changes },
  };
}

const pairOf = (one: string, other: string, changes: Partial<DedupePair> = {}): DedupePair => ({
  ...{ one, other, rule: 'e-mail', score: 1, cause: null, ...changes },
  why: [{ field: 'email', by: 'exact', score: 1 }],
});

export function describeDedupeRuns({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
    world.setNow(START);
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const added = async (changes: Partial<DedupePass> = {}) => {
    const run = someRun(changes);
    await within((tx) => tx.dedupeRuns.add(run));
    return run;
  };
  const find = (id: string) => within((tx) => tx.dedupeRuns.find(id));

  describe('a dedupe run', () => {
    it('is found as it was saved last, with what its preview came to', async () => {
      const run = await added({ jobId: newId() });
      await expect(find(run.id)).resolves.toEqual(run);
      const counts = { compared: 6, merged: 1, moved: 1, inReview: 1, keptApart: 1, unchanged: 2 };
      const moved: DedupePass = {
        ...{ ...run, phase: 'merge', state: 'failed', revision: 3, after: '7', counts, previewed: counts },
        ...{ endedAt: minutesLater(3), problem: 'the rules have changed' },
      };
      await within((tx) => tx.dedupeRuns.save(moved));
      await expect(find(run.id)).resolves.toEqual(moved);
    });

    it('counts everything that it compared once', async () => {
      const run = await added();
      const counts = { ...NOTHING_COMPARED, compared: 2, merged: 1 };
      await expect(within((tx) => tx.dedupeRuns.save({ ...run, counts }))).rejects.toThrow();
      await expect(find(run.id)).resolves.toEqual(run);
    });

    it('is moved by one at a time, and seen by all others as it was', async () => {
      const run = await added();
      const held = await hold(world.tenant, (tx) => tx.dedupeRuns.lock(run.id));
      const second = within((tx) => tx.dedupeRuns.lock(run.id));
      expect(await isBlocked(second)).toBe(true);
      await expect(find(run.id)).resolves.toEqual(run);
      await held.commit();
      await expect(second).resolves.toEqual(run);
    });

    it('of one tenant is neither found, locked, saved nor listed by another', async () => {
      const run = await added();
      await within((tx) => tx.dedupeRuns.addPairs(run.id, [pairOf('1', '2')]));
      const other = world.store.of(await world.addTenant());
      await other.transaction(async (tx) => {
        await tx.dedupeRuns.save({ ...run, state: 'cancelled' });
        expect(await tx.dedupeRuns.find(run.id)).toBeUndefined();
        expect(await tx.dedupeRuns.lock(run.id)).toBeUndefined();
        expect((await tx.dedupeRuns.list(undefined, page)).items).toEqual([]);
        expect((await tx.dedupeRuns.pairs(run.id, page)).items).toEqual([]);
        expect(await tx.dedupeRuns.pairsToMerge(run.id, ['1', '2'])).toEqual([]);
        await tx.dedupeRuns.addPairs(run.id, [pairOf('3', '4')]);
        await tx.dedupeRuns.follow(run.id, [{ absorbedId: '2', survivorId: '5' }]);
      });
      await expect(find(run.id)).resolves.toEqual(run);
      const { items } = await within((tx) => tx.dedupeRuns.pairs(run.id, page));
      expect(items).toEqual([pairOf('1', '2')]);
    });

    it('is listed with those of its type, the newest first, page by page', async () => {
      const [first, second, third] = [
        ...[await added(), await added({ requestedAt: minutesLater(1) })],
        await added({ requestedAt: minutesLater(2) }),
      ] as const;
      const firm = await added({ recordType: 'firm', requestedAt: minutesLater(3) });
      const idsOf = async (recordType: string | undefined, after: string | null = null) =>
        (await within((tx) => tx.dedupeRuns.list(recordType, { after, limit: 2 }))).items.map(({ id }) => id);
      expect(await idsOf(undefined)).toEqual([firm.id, third.id]);
      expect(await idsOf('person')).toEqual([third.id, second.id]);
      expect(await idsOf('person', second.id)).toEqual([first.id]);
    });

    it('looks at no record that is newer than the last there was', async () => {
      const { set } = await seedJob(world.tenant, { recordType: 'person' });
      expect(await within((tx) => tx.dedupeRuns.lastRecord('person'))).toBe('0');
      const ids = await within(async (tx) => {
        await tx.recordWrites.create(set, [someWrite('a'), someWrite('b')]);
        return tx.sharedRecords.recordsAfter('person', '0', 10);
      });
      expect(await within((tx) => tx.dedupeRuns.lastRecord('person'))).toBe(ids.at(-1));
      expect(await within((tx) => tx.dedupeRuns.lastRecord('firm'))).toBe('0');
    });
  });

  describe('the pairs of a dedupe run', () => {
    const pairsOf = async (id: string) => (await within((tx) => tx.dedupeRuns.pairs(id, page))).items;

    it('are kept once: one that would be merged wins over the question about it', async () => {
      const { id } = await added();
      const asked = pairOf('1', '2', { cause: 'band', score: 0.5 });
      await within((tx) => tx.dedupeRuns.addPairs(id, [asked, pairOf('10', '9')]));
      await within((tx) => tx.dedupeRuns.addPairs(id, [pairOf('1', '2')]));
      await within((tx) => tx.dedupeRuns.addPairs(id, [asked]));
      expect(await pairsOf(id)).toEqual([pairOf('1', '2'), pairOf('10', '9')]);
    });

    it('are followed page by page', async () => {
      const { id } = await added();
      const all = [pairOf('1', '2'), pairOf('1', '10'), pairOf('2', '3')];
      await within((tx) => tx.dedupeRuns.addPairs(id, all));
      const first = await within((tx) => tx.dedupeRuns.pairs(id, { after: null, limit: 2 }));
      expect(first.items).toEqual(all.slice(0, 2));
      const rest = await within((tx) => tx.dedupeRuns.pairs(id, { after: first.next, limit: 2 }));
      expect(rest).toEqual({ items: all.slice(2), next: null });
    });

    it('that would be merged are found by either record, and those of other runs are not', async () => {
      const [run, other] = [await added(), await added()];
      const asked = pairOf('1', '4', { cause: 'band' });
      await within((tx) => tx.dedupeRuns.addPairs(run.id, [pairOf('1', '2'), pairOf('3', '5'), asked]));
      await within((tx) => tx.dedupeRuns.addPairs(other.id, [pairOf('2', '9')]));
      const toMerge = (...ids: readonly string[]) =>
        within((tx) => tx.dedupeRuns.pairsToMerge(run.id, ids)).then((pairs) =>
          pairs.map((pair) => pair.join(' ')).toSorted(),
        );
      expect(await toMerge('2')).toEqual(['1 2']);
      expect(await toMerge('1', '2', '5')).toEqual(['1 2', '3 5']);
      expect(await toMerge('4', '9')).toEqual([]);
    });

    it('follow records into their survivors: the older one stands first, and none is a pair with itself', async () => {
      const { id } = await added();
      const asked = pairOf('1', '3', { cause: 'band' });
      await within((tx) => tx.dedupeRuns.addPairs(id, [pairOf('1', '2'), pairOf('2', '3'), asked]));
      await within((tx) => tx.dedupeRuns.follow(id, [{ absorbedId: '2', survivorId: '1' }]));
      // What would be merged is so of the survivor, too, although it was asked about.
      expect(await pairsOf(id)).toEqual([pairOf('1', '3')]);
      await within((tx) => tx.dedupeRuns.follow(id, [{ absorbedId: '3', survivorId: '1' }]));
      expect(await pairsOf(id)).toEqual([]);
    });
  });

  it('tells as a concern of a run that is paused, or failed and was followed by no other of its type', async () => {
    const failed = { state: 'failed', problem: 'the rules have changed' } as const;
    await added({ ...failed, endedAt: minutesLater(1) });
    await added({ state: 'ready', requestedAt: minutesLater(2) });
    const paused = await added({ recordType: 'firm', state: 'paused', requestedAt: minutesLater(3) });
    const last = await added({
      ...{ ...failed, recordType: 'place', requestedAt: minutesLater(4), endedAt: minutesLater(5) },
    });
    const { stoppedDedupes } = await within((tx) => tx.concerns.facts());
    expect(stoppedDedupes).toEqual([
      { runId: paused.id, recordType: 'firm', problem: null, since: null },
      { runId: last.id, recordType: 'place', problem: failed.problem, since: minutesLater(5) },
    ]);
  });
}
