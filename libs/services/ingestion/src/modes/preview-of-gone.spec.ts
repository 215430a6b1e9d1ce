import {
  meaningOf,
  NO_BUCKETS,
  OUTCOMES,
  startPlan,
  type Bucket,
  type ChunkPlan,
  type OutcomeCounts,
  type SourceRecord,
} from '@evenkeel/domain';
import { newId } from '@evenkeel/conformance';
import { IngestionWorld, pageOf, saying, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const HERE = '2026-11-01T12:00:00.000Z';
const THEN = '2026-11-02T12:00:00.000Z';
const LATER = '2026-11-02T13:00:00.000Z';

type Pages = readonly (readonly SourceRecord[])[];

const gone = (id: string): SourceRecord => sourceRecord(id, { data: null, gone: 'announced' });

/** A job with a, b and c here, of which all but one may become inactive unasked. */
async function loaded(): Promise<Claimed> {
  const first = await world.claimed({ deleteCeiling: { percent: 100, records: 10 } });
  await list(first, [['a', 'b', 'c', 'd', 'e'].map((id) => saying(id, 'one'))], HERE);
  return first;
}

/** A chunk of an execution of its own, as it has to do with a plan. */
async function claimed({ job }: Claimed, plan?: ChunkPlan): Promise<Claimed> {
  const found = await world.claimedOf(job, { lane: 'single' });
  if (plan !== undefined) {
    const json = JSON.stringify(plan);
    await world.database.rows(`update chunk set plan = $2 where id = $1 returning id`, [
      found.chunk.id,
      json,
    ]);
  }
  return found;
}

/** One page after the other, each in a transaction of its own. */
async function list(listing: Claimed, pages: Pages, observedAt: string): Promise<OutcomeCounts> {
  const onPage = world.onPageFetched();
  for (const [pageNo, records] of pages.entries()) {
    const last = pageNo === pages.length - 1 ? { cursorOut: null } : {};
    await onPage.handle([pageOf(listing, pageNo, records, { observedAt, ...last })]);
  }
  return (await world.chunk(listing)).outcomes;
}

async function planOf(first: Claimed, pages: Pages) {
  const planId = newId();
  await world.tenant.transaction((tx) => tx.plans.insert(startPlan(planId, first.execution, new Date())));
  await list(await claimed(first, { role: 'make', planId }), pages, THEN);
  const { counts } = await world.tenant.transaction((tx) => tx.plans.sums(planId));
  return { planId, counts };
}

const bucketsOf = (outcomes: OutcomeCounts) => {
  const buckets: Record<Bucket, number> = { ...NO_BUCKETS };
  for (const outcome of OUTCOMES) buckets[meaningOf(outcome).bucket] += outcomes[outcome];
  return buckets;
};

const [a, changed, other, n, otherN] = [
  saying('a', 'one'),
  saying('a', 'two'),
  saying('a', 'three'),
  saying('n', 'one'),
  saying('n', 'two'),
];

describe('a record that is gone while a plan is made', () => {
  it.each<[string, readonly SourceRecord[]]>([
    ['gone', [gone('a')]],
    ['gone, and told once more', [gone('a'), gone('a')]],
    ['gone, and back as it was', [gone('a'), a, a]],
    ['gone, and back with other content', [gone('a'), changed]],
    ['listed, then gone', [a, gone('a')]],
    ['changed, then gone', [changed, gone('a')]],
    ['changed, gone, and made anew', [changed, gone('a'), other]],
    ['gone, back, and given to another one', [gone('a'), a, other]],
    ['new, then gone', [n, gone('n')]],
    ['new, gone, and back as it was', [n, gone('n'), n]],
    ['new, gone, and made anew', [n, gone('n'), otherN]],
    ['gone although it never was here', [gone('n')]],
    ['gone, and back, twice', [gone('a'), changed, gone('a'), other]],
  ])('is foreseen and carried out as a run would, on one page and on several: %s', async (_, records) => {
    const onSeveral = records.map((record) => [record]);
    for (const pages of [[records], onSeveral]) {
      const outcomes = await list(await claimed(await loaded()), pages, THEN);
      const first = await loaded();
      const { planId, counts } = await planOf(first, pages);
      expect(counts).toEqual(bucketsOf(outcomes));
      const follow = await claimed(first, { role: 'follow', planId, movedInto: newId() });
      expect(await list(follow, pages, LATER)).toEqual(outcomes);
    }
  });

  it('has the same outcomes in a run, whichever page it comes on', async () => {
    const records = [changed, gone('a'), other, n, gone('n'), otherN];
    const onOne = await list(await claimed(await loaded()), [records], THEN);
    expect(onOne).toMatchObject({ updated: 1, created: 1, inactivated: 2, reactivated: 2, rejected: 0 });
    const onSeveral = records.map((record) => [record]);
    expect(await list(await claimed(await loaded()), onSeveral, THEN)).toEqual(onOne);
  });

  it('is not made inactive where something else is here by now', async () => {
    const first = await loaded();
    const { planId } = await planOf(first, [[gone('a')]]);
    await list(await claimed(first), [[changed]], THEN);
    const follow = await claimed(first, { role: 'follow', planId, movedInto: newId() });
    expect(await list(follow, [[gone('a')]], LATER)).toMatchObject({ planned: 1, inactivated: 0 });
  });
});
