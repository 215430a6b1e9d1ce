import {
  describeProblem,
  SyncError,
  type CandidateVerdict,
  type Chunk,
  type Execution,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { CloseOutJudgement, PageResult } from '@evenkeel/ports';
import { someFailure } from './testing/failure-fixtures.js';
import {
  counts,
  seedJob,
  someAdvance,
  someChunk,
  someExecution,
  somePage,
  someWrite,
} from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const BEFORE = new Date('2026-11-01T12:00:00.000Z');
const SINCE = new Date('2026-11-01T13:00:00.000Z');
const AFTER = new Date('2026-11-01T14:00:00.000Z');
const named = (count: number) => Array.from({ length: count }, (_, n) => `c${String(n).padStart(4, '0')}`);

export function describeCloseOuts({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });

  /** Records that were there before the run began; gives their reference ids by external id. */
  async function store(set: ReferenceSet, externalIds: readonly string[], observedAt = BEFORE) {
    const writes = externalIds.map((id) => someWrite(id, { observedAt: observedAt.toISOString() }));
    const ids = await world.tenant.transaction((tx) => tx.recordWrites.create(set, writes));
    return new Map(externalIds.map((externalId, index) => [externalId, ids[index] ?? '']));
  }

  /** A run of the job with a claimed chunk that lists everything. */
  async function listing(jobId: string, changes: Partial<Execution> = {}) {
    const execution = someExecution(jobId, { startedAt: SINCE, ...changes });
    const planned = someChunk(execution.id, { state: 'assigned' });
    await world.tenant.transaction(async (tx) => {
      await tx.executions.insert(execution);
      await tx.chunks.insert([planned]);
    });
    const claim = await world.system.transaction((tx) => tx.chunkQueue.claim(planned.id, 'worker', 60_000));
    return { execution, chunk: claim!.chunk };
  }

  async function end(execution: Execution): Promise<void> {
    await world.tenant.transaction((tx) =>
      tx.executions.save({ ...execution, status: 'cancelled', finishedAt: AFTER }),
    );
  }

  async function apply(
    chunk: Chunk,
    referenceIds: readonly (string | null)[],
    {
      pageNo = 0,
      cursorIn = null,
      cursorOut = null,
    }: Partial<Pick<PageResult, 'pageNo' | 'cursorIn' | 'cursorOut'>> = {},
  ): Promise<void> {
    const outcomes = counts({ unchanged: referenceIds.length });
    const page = somePage('unchanged', referenceIds, {
      pageNo,
      cursorIn,
      cursorOut,
      observedAt: AFTER.toISOString(),
    });
    await world.tenant.transaction((tx) =>
      tx.pages.advance(
        someAdvance(chunk, { cursor: cursorOut, outcomes, end: cursorOut === null }),
        [page],
        [],
      ),
    );
  }

  const freeze = ({ id, jobId, startedAt }: Execution, set: ReferenceSet) =>
    world.tenant.transaction((tx) => tx.candidates.freeze({ id, jobId, since: startedAt ?? SINCE }, set));
  async function judge({ id: executionId, jobId }: Execution, changes: Partial<CloseOutJudgement> = {}) {
    const judgement = { complete: true, reason: null, active: 9, candidates: 3, since: SINCE, ...changes };
    await world.tenant.transaction((tx) => tx.closeOuts.saveJudgement({ executionId, jobId, ...judgement }));
  }
  const candidates = async ({ id }: Execution, pageNo = 0) =>
    (await world.tenant.transaction((tx) => tx.candidates.ofPage(id, pageNo))).map(
      ({ externalId }) => externalId,
    );

  describe('the comparison of what is active with what was listed', () => {
    beforeEach(() => world.setNow(BEFORE));
    const NOTHING = { unlisted: 0, unlistedExamples: [], inactive: 0, inactiveExamples: [] };
    const compare = ({ id }: Execution, set: ReferenceSet) =>
      world.tenant.transaction((tx) => tx.closeOuts.compare(id, set, 2));
    const inactivate = ({ id: executionId }: Execution, set: ReferenceSet, externalId: string) =>
      world.tenant.transaction(async (tx) => {
        const references = await tx.references.lock(set, [externalId]);
        await tx.candidates.inactivate({
          executionId,
          referenceIds: references.map(({ id }) => id),
          cause: 'gone',
          observedAt: null,
        });
      });
    const decide = ({ id }: Execution, verdicts: readonly CandidateVerdict[]) =>
      world.tenant.transaction((tx) => tx.candidates.saveVerdicts(id, { pageNo: 0, from: 0 }, verdicts));

    it('finds nothing where candidates became what was decided', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['gone', 'kept', 'listed']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, [ids.get('listed')!]);
      await freeze(execution, set);
      await judge(execution);
      await inactivate(execution, set, 'gone');
      await decide(execution, ['inactivated', 'still_there']);
      await expect(compare(execution, set)).resolves.toEqual(NOTHING);
    });

    it('finds what is active without a reason, and what was listed but sleeps', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b', 'c', 'listed']);
      const earlier = await listing(job.id);
      await inactivate(earlier.execution, set, 'listed');
      await end(earlier.execution);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, [ids.get('listed')!]);
      await freeze(execution, set);
      await judge(execution);
      await decide(execution, ['inactivated', 'inactivated', 'inactivated']);
      await expect(compare(execution, set)).resolves.toEqual({
        unlisted: 3,
        unlistedExamples: ['a', 'b'],
        inactive: 1,
        inactiveExamples: ['listed'],
      });
    });

    it('finds nothing wrong where a push of the same run found, or deleted, what had been listed', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['listed']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, [ids.get('listed')!]);
      await freeze(execution, set);
      await judge(execution);
      world.setNow(AFTER);
      await world.tenant.transaction((tx) => tx.pushAnswers.inactivate([ids.get('listed')!], execution.id));
      await expect(compare(execution, set)).resolves.toEqual(NOTHING);
    });

    it('finds what nobody has decided about, and nothing that was changed since', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, ['a', 'b']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, []);
      await freeze(execution, set);
      await judge(execution);
      await expect(compare(execution, set)).resolves.toMatchObject({ unlisted: 2 });
      world.setNow(AFTER);
      const [reference] = await world.tenant.transaction((tx) => tx.references.lock(set, ['a']));
      const write = someWrite('a', { observedAt: AFTER.toISOString() });
      await world.tenant.transaction((tx) =>
        tx.recordWrites.update(execution.id, [{ ...write, reference: reference! }]),
      );
      await expect(compare(execution, set)).resolves.toMatchObject({ unlisted: 1, unlistedExamples: ['b'] });
    });
  });

  describe('candidates of a close-out', () => {
    beforeEach(() => world.setNow(BEFORE));

    it('are the references that were active before and that no page has seen', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b', 'c', 'd']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, [ids.get('a')!, null], { cursorOut: 'x' });
      await apply(chunk, [ids.get('c')!], { pageNo: 1, cursorIn: 'x' });
      await expect(freeze(execution, set)).resolves.toEqual({ active: 4, candidates: 2, missedBefore: 0 });
      await judge(execution);
      expect(await candidates(execution)).toEqual(['b', 'd']);
    });

    it('are of this stream and record type alone', async () => {
      const [one, other] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      await store(other.set, ['a', 'b']);
      const { execution, chunk } = await listing(one.job.id);
      await apply(chunk, []);
      await expect(freeze(execution, one.set)).resolves.toMatchObject({ active: 0, candidates: 0 });
    });

    it('are not those that were seen, created or written since the run began', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, ['gone']);
      await store(set, ['seen'], AFTER);
      world.setNow(AFTER);
      await store(set, ['replayed']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, []);
      await expect(freeze(execution, set)).resolves.toMatchObject({ candidates: 1 });
      await judge(execution);
      expect(await candidates(execution)).toEqual(['gone']);
    });

    it('are not those that another run of the job listed since this one began', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, []);
      await end(execution);
      const between = await listing(job.id);
      await apply(between.chunk, [ids.get('a')!]);
      await end(between.execution);
      await expect(freeze(execution, set)).resolves.toMatchObject({ candidates: 1 });
      await judge(execution);
      expect(await candidates(execution)).toEqual(['b']);
    });

    it('put those first that the complete listing before had missed too', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, named(250));
      const first = await listing(job.id);
      await apply(first.chunk, [...ids.values()].slice(0, 120));
      await freeze(first.execution, set);
      await judge(first.execution);
      await end(first.execution);
      const second = await listing(job.id, { startedAt: new Date(AFTER.getTime() + 1) });
      await apply(second.chunk, [...ids.values()].slice(20, 140));
      await expect(freeze(second.execution, set)).resolves.toEqual({
        active: 250,
        candidates: 130,
        missedBefore: 110,
      });
      await judge(second.execution);
      expect(await candidates(second.execution, 0)).toEqual(named(250).slice(140, 240));
      expect(await candidates(second.execution, 1)).toEqual(named(250).slice(240));
      expect(await candidates(second.execution, 2)).toEqual(named(20));
    });

    it('come in whole pages, none of which holds both kinds', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, named(130));
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, []);
      await freeze(execution, set);
      await judge(execution);
      expect(await candidates(execution, 0)).toHaveLength(100);
      expect(await candidates(execution, 1)).toHaveLength(30);
      expect(await candidates(execution, 2)).toEqual([]);
    });

    it('are marked once they were changed, or another run of the job began', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b']);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, []);
      await freeze(execution, set);
      world.setNow(AFTER);
      await judge(execution);
      const changed = async () =>
        (await world.tenant.transaction((tx) => tx.candidates.ofPage(execution.id, 0))).map(
          (each) => each.changed,
        );
      expect(await changed()).toEqual([false, false]);
      await world.tenant.transaction(async (tx) => {
        await tx.references.lock(set, ['a']);
        await tx.references.touch([ids.get('a')!], AFTER.toISOString());
      });
      expect(await changed()).toEqual([true, false]);
      const later = someExecution(job.id, { status: 'completed', startedAt: new Date(AFTER.getTime() + 1) });
      await world.tenant.transaction((tx) => tx.executions.insert(later));
      expect(await changed()).toEqual([true, true]);
    });
  });

  describe('what a listing proves', () => {
    beforeEach(() => world.setNow(BEFORE));

    const facts = async ({ id }: Execution) => world.tenant.transaction((tx) => tx.closeOuts.listing(id));

    it('is told by the pages of the current generation', async () => {
      const { job } = await seedJob(world.tenant);
      const { execution, chunk } = await listing(job.id);
      await world.tenant.transaction((tx) =>
        tx.chunkLeases.declare(chunk.id, 1, { listing: 'stable', readOne: true }),
      );
      await apply(chunk, ['1', '2'], { cursorOut: 'x' });
      expect(await facts(execution)).toMatchObject([{ pages: 1, fromStart: true, toEnd: false, entries: 2 }]);
      await world.tenant.transaction((tx) => tx.chunkLeases.doubt(chunk.id, 1, 'partial'));
      await world.tenant.transaction((tx) => tx.chunkLeases.doubt(chunk.id, 1, 'later'));
      await world.tenant.transaction((tx) => tx.chunkLeases.doubt(chunk.id, 2, 'of another attempt'));
      expect(await facts(execution)).toMatchObject([{ doubt: 'partial' }]);
      const startOver = () => world.tenant.transaction((tx) => tx.chunkLeases.startOver(chunk.id, 1, 1));
      await expect(startOver()).resolves.toBe(true);
      await expect(startOver()).resolves.toBe(false);
      expect(await facts(execution)).toMatchObject([{ pages: 0, fromStart: false, toEnd: false }]);
      await apply(chunk, ['1'], { pageNo: 1, cursorOut: 'y' });
      await apply(chunk, ['2'], { pageNo: 2, cursorIn: 'y' });
      expect(await facts(execution)).toEqual([
        {
          ordinal: 0,
          state: 'applied',
          declared: { listing: 'stable', readOne: true },
          sliceKey: null,
          pages: 2,
          unbroken: true,
          fromStart: true,
          toEnd: true,
          doubt: null,
          entries: 2,
          nameless: 0,
        },
      ]);
      const [sums] = await world.tenant.transaction((tx) => tx.pages.totals(execution.id));
      expect(sums).toMatchObject({ pages: 3, inputs: 4, unbroken: true });
    });

    it('is told by what it named more than once, in the current generation of its pages', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b', 'c']);
      const { execution, chunk } = await listing(job.id);
      const repeats = () => world.tenant.transaction((tx) => tx.closeOuts.repeats(execution.id));
      await apply(chunk, [ids.get('a')!, ids.get('b')!, null, null], { cursorOut: 'x' });
      expect(await repeats()).toEqual({ records: 0, examples: [] });
      await apply(chunk, [ids.get('b')!, ids.get('a')!, ids.get('b')!, ids.get('c')!], {
        pageNo: 1,
        cursorIn: 'x',
        cursorOut: 'y',
      });
      expect(await repeats()).toEqual({ records: 2, examples: ['a', 'b'] });
      await world.tenant.transaction((tx) => tx.chunkLeases.startOver(chunk.id, 1, 3));
      await apply(chunk, [ids.get('a')!], { pageNo: 2 });
      expect(await repeats()).toEqual({ records: 0, examples: [] });
      await world.tenant.transaction((tx) => tx.closeOuts.doubt(execution.id, 'first'));
      await world.tenant.transaction((tx) => tx.closeOuts.doubt(execution.id, 'second'));
      expect(await facts(execution)).toMatchObject([{ doubt: 'first' }]);
    });

    it('closes what was set aside for its id where that id is named and nothing is set aside any more', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b']);
      const { execution, chunk } = await listing(job.id);
      const problem = describeProblem(new SyncError('record.id_taken', 'taken'));
      const twin = (id: string, changes = {}) => someFailure(id, { key: `twin:${id}`, problem, ...changes });
      await world.tenant.transaction((tx) =>
        tx.failures.save(job.id, [
          twin('a'),
          twin('b', { executionId: execution.id }),
          twin('unlisted'),
          someFailure('a'),
        ]),
      );
      const lonely = async () => {
        const found = await world.tenant.transaction((tx) => tx.closeOuts.lonelyTwins(execution, set));
        const open = await world.tenant.transaction((tx) => tx.failures.listOpen(found));
        return open.map(({ key }) => key);
      };
      expect(await lonely()).toEqual([]);
      await apply(chunk, [ids.get('a')!, ids.get('b')!]);
      expect(await lonely()).toEqual(['twin:a']);
      await judge(execution);
      expect(await lonely()).toEqual(['twin:a', 'twin:unlisted']);
    });

    it('is broken where a page does not start where the one before ended', async () => {
      const { job } = await seedJob(world.tenant);
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, [], { cursorOut: 'x' });
      await apply(chunk, [], { pageNo: 1, cursorIn: 'other' });
      expect(await facts(execution)).toMatchObject([{ unbroken: false }]);
    });

    it('is weakened by entries without an id', async () => {
      const { job } = await seedJob(world.tenant);
      const { execution, chunk } = await listing(job.id);
      const page = somePage('rejected', [null, null]);
      const row = { pageNo: 0, outcome: 'rejected', problem: null, raw: null };
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { outcomes: counts({ rejected: 2 }) }),
          [page],
          [
            { ...row, position: 0, externalId: null },
            { ...row, position: 1, externalId: 'x' },
          ],
        ),
      );
      expect(await facts(execution)).toMatchObject([{ entries: 2, nameless: 1 }]);
    });

    it('gives a record to check with', async () => {
      const { job, set } = await seedJob(world.tenant);
      const ids = await store(set, ['a', 'b']);
      const { execution, chunk } = await listing(job.id);
      const control = () => world.tenant.transaction((tx) => tx.closeOuts.findControl(execution.id));
      await expect(control()).resolves.toBeUndefined();
      await apply(chunk, [null, ids.get('b')!]);
      await expect(control()).resolves.toBe('b');
    });
  });

  describe('inactivation', () => {
    beforeEach(() => world.setNow(BEFORE));

    const lock = (set: ReferenceSet, externalIds: readonly string[]) =>
      world.tenant.transaction((tx) => tx.references.lock(set, externalIds));
    const inactivate = (set: ReferenceSet, executionId: string, externalIds: readonly string[]) =>
      world.tenant.transaction(async (tx) => {
        const references = await tx.references.lock(set, externalIds);
        const observedAt = SINCE.toISOString();
        await tx.candidates.inactivate({
          executionId,
          referenceIds: references.map(({ id }) => id),
          cause: 'not_listed',
          observedAt,
        });
      });

    it('leaves the record as it was last seen, and marks it with its cause', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, ['a', 'b']);
      const { execution } = await listing(job.id);
      world.setNow(AFTER);
      await inactivate(set, execution.id, ['a']);
      const [record] = await world.tenant.transaction((tx) =>
        tx.records.findByExternalId(set.recordType, 'a'),
      );
      expect(record).toMatchObject({
        data: { id: 'a' },
        version: 1,
        inactiveAt: AFTER,
        references: [
          { externalId: 'a', inactiveAt: AFTER, inactiveCause: 'not_listed', inactiveBy: execution.id },
        ],
      });
      const [other] = await world.tenant.transaction((tx) =>
        tx.records.findByExternalId(set.recordType, 'b'),
      );
      expect(other).toMatchObject({ inactiveAt: null, references: [{ inactiveAt: null }] });
      expect(await lock(set, ['a', 'b'])).toMatchObject([
        { inactive: true, observedAt: SINCE.toISOString() },
        { inactive: false },
      ]);
    });

    it('ends with the next write', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, ['a']);
      const { execution } = await listing(job.id);
      await inactivate(set, execution.id, ['a']);
      const [reference] = await lock(set, ['a']);
      const write = someWrite('a', { observedAt: AFTER.toISOString() });
      await world.tenant.transaction((tx) =>
        tx.recordWrites.update(execution.id, [{ ...write, reference: reference! }]),
      );
      const [record] = await world.tenant.transaction((tx) =>
        tx.records.findByExternalId(set.recordType, 'a'),
      );
      expect(record).toMatchObject({ inactiveAt: null, version: 2, references: [{ inactiveAt: null }] });
      expect(await lock(set, ['a'])).toMatchObject([{ inactive: false }]);
    });

    it('waits for whoever has the reference locked', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, ['a']);
      const { execution } = await listing(job.id);
      const held = await hold(world.tenant, (tx) => tx.references.lock(set, ['a']));
      const waiting = inactivate(set, execution.id, ['a']);
      expect(await isBlocked(waiting)).toBe(true);
      await held.commit();
      await waiting;
      expect(await lock(set, ['a'])).toMatchObject([{ inactive: true }]);
    });
  });

  describe('a judgement', () => {
    beforeEach(() => world.setNow(BEFORE));

    it('is counted by the verdicts of its candidates', async () => {
      const { job, set } = await seedJob(world.tenant);
      await store(set, named(120));
      const { execution, chunk } = await listing(job.id);
      await apply(chunk, []);
      await freeze(execution, set);
      const find = () => world.tenant.transaction((tx) => tx.closeOuts.find(execution.id));
      const isJudged = () => world.tenant.transaction((tx) => tx.closeOuts.isJudged(execution.id));
      await expect(find()).resolves.toBeUndefined();
      await expect(isJudged()).resolves.toBe(false);
      await judge(execution, { candidates: 120 });
      await world.tenant.transaction(async (tx) => {
        await tx.candidates.giveVerdict(execution.id, 1, 'once_missing');
        const verdicts = Array.from({ length: 100 }, (_, n) => (n < 3 ? 'still_there' : 'inactivated'));
        await tx.candidates.saveVerdicts(execution.id, { pageNo: 0, from: 0 }, verdicts.slice(0, 2));
        await tx.candidates.saveVerdicts(execution.id, { pageNo: 0, from: 2 }, verdicts.slice(2));
        await tx.candidates.saveVerdicts(execution.id, { pageNo: 0, from: 2 }, []);
      });
      await expect(isJudged()).resolves.toBe(true);
      await expect(find()).resolves.toMatchObject({
        complete: true,
        candidates: 120,
        verdicts: { inactivated: 97, still_there: 3, once_missing: 20, unreadable: 0 },
      });
    });
  });
}
