import type { PageFetched } from '@evenkeel/contracts-messages';
import type { InactivationApproval, Job, Slice, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const SEEN = '2026-11-01T12:00:00.000Z';
const LATER = '2026-11-02T12:00:00.000Z';
const INCREMENTAL = {
  scope: { kind: 'incremental', since: { kind: 'time', value: SEEN } },
  mode: 'incremental',
} as const;
const NAMED: Slice = { kind: 'ids', externalIds: [] };

const gone = (externalId: string, way: 'announced' | 'read' = 'announced'): SourceRecord =>
  sourceRecord(externalId, { data: null, gone: way });

/** A job with these records here, whose first run has ended. */
async function loaded(ids: readonly string[], ceiling = { percent: 50, records: 0 }): Promise<Claimed> {
  const first = await world.claimed({ deleteCeiling: ceiling });
  await world.apply(
    pageOf(
      first,
      0,
      ids.map((id) => saying(id, 'here')),
      { observedAt: SEEN, cursorOut: null },
    ),
  );
  await end(first);
  return first;
}

async function end({ execution }: Claimed): Promise<void> {
  await world.tenant.transaction((tx) => tx.executions.save({ ...execution, status: 'completed' }));
}

/** Applies this as the only page of a run of its own. */
async function applied(
  job: Job,
  records: readonly SourceRecord[],
  { slice, ...changes }: { readonly slice?: Slice } & Partial<PageFetched> = {},
): Promise<Claimed> {
  const run = await world.claimedOf(
    job,
    slice === undefined ? INCREMENTAL : { lane: 'single', ...INCREMENTAL },
    slice,
  );
  await world.apply(pageOf(run, 0, records, { observedAt: LATER, cursorOut: null, ...changes }));
  await end(run);
  return run;
}

const counts = async (run: Claimed) =>
  Object.fromEntries(Object.entries((await world.chunk(run)).outcomes).filter(([, count]) => count > 0));
const references = async ({ job }: Pick<Claimed, 'job'>) =>
  world.database.rows<{ id: string; cause: string | null }>(
    `select external_id as id, inactive_cause as cause from external_reference e join reference_set s on s.id = e.set_id
     where s.connection_id = $1 and inactive_at is not null order by 1`,
    [job.connectionId],
  );
const waiting = async ({ id: jobId }: Job): Promise<readonly InactivationApproval[]> =>
  (
    await world.tenant.transaction((tx) =>
      tx.inactivationApprovals.list({ jobId, state: 'waiting' }, { after: null, limit: 10 }),
    )
  ).items;

describe('a record that is gone', () => {
  it('is inactivated by a tombstone of a feed and by a reading of its own, keeps its content, and is counted', async () => {
    const first = await loaded(['a', 'b', 'c', 'd']);
    const feed = await applied(first.job, [gone('a'), saying('b', 'new'), gone('never here')]);
    expect(await counts(feed)).toEqual({ inactivated: 1, updated: 1, unchanged: 1 });
    const named = await applied(first.job, [gone('c', 'read')], { slice: NAMED });
    expect(await counts(named)).toEqual({ inactivated: 1 });
    expect(await references(first)).toEqual([
      { id: 'a', cause: 'announced' },
      { id: 'c', cause: 'gone_when_asked' },
    ]);
    expect(await world.words(first)).toEqual({ a: 'here', b: 'new', c: 'here', d: 'here' });
    expect((await world.outcomes(named)).map(({ externalId, outcome }) => [externalId, outcome])).toEqual([
      ['c', 'inactivated'],
    ]);
  });

  it('delivered twice is applied once, and told twice is unchanged', async () => {
    const first = await loaded(['a', 'b']);
    const run = await world.claimedOf(first.job, INCREMENTAL);
    const page = pageOf(run, 0, [gone('a')], { observedAt: LATER, cursorOut: null });
    await world.apply(page, page);
    expect(await counts(run)).toEqual({ inactivated: 1 });
    await end(run);
    expect(await counts(await applied(first.job, [gone('a')]))).toEqual({ unchanged: 1 });
    expect(await counts(await applied(first.job, [gone('a', 'read')], { slice: NAMED }))).toEqual({
      unchanged: 1,
    });
  });

  it('may come and go within a page: the last counts', async () => {
    const first = await loaded(['a', 'b']);
    const run = await applied(first.job, [gone('a'), saying('a', 'back'), saying('n', 'new'), gone('n')]);
    expect(await counts(run)).toEqual({ inactivated: 2, reactivated: 1, created: 1 });
    expect(await references(first)).toEqual([{ id: 'n', cause: 'announced' }]);
  });

  it('closes the failure of its record, also of one that never arrived', async () => {
    const first = await loaded(['a', 'b']);
    const poison = (id: string) => saying(id, 'x\u0000');
    await applied(first.job, [poison('a'), poison('new'), saying('b', '1')]);
    expect((await world.failures(first.job)).map(({ state }) => state)).toEqual(['retrying', 'retrying']);
    await applied(first.job, [gone('a'), gone('new')]);
    expect((await world.failures(first.job)).map(({ state }) => state)).toEqual(['resolved', 'resolved']);
  });

  it('that was asked for and of which nothing is known is refused', async () => {
    const first = await loaded(['a', 'b']);
    const run = await applied(first.job, [gone('slip', 'read')], { slice: NAMED });
    expect(await counts(run)).toEqual({ refused: 1 });
    expect(await world.failures(first.job)).toMatchObject([{ problem: { code: 'provider.record_gone' } }]);
  });
});

describe('the ceiling of what is inactivated one by one', () => {
  it('adds up over runs: what is beyond it waits in one approval of the job, with what comes later', async () => {
    const first = await loaded(['a', 'b', 'c', 'd']);
    expect(await counts(await applied(first.job, [gone('a')]))).toEqual({ inactivated: 1 });
    expect(await counts(await applied(first.job, [gone('b'), gone('c')]))).toEqual({ parked: 2 });
    expect(await counts(await applied(first.job, [gone('b', 'read')], { slice: NAMED }))).toEqual({
      inactivated: 1,
    });
    expect(await counts(await applied(first.job, [gone('d', 'read')], { slice: NAMED }))).toEqual({
      parked: 1,
    });
    expect((await references(first)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await waiting(first.job)).toMatchObject([
      { cause: 'announced', candidates: 3, active: 4, ceiling: 2 },
    ]);
  });

  it('asks before the only record is inactivated', async () => {
    const first = await loaded(['a'], { percent: 100, records: 100 });
    expect(await counts(await applied(first.job, [gone('a', 'read')], { slice: NAMED }))).toEqual({
      parked: 1,
    });
    const [approval] = await waiting(first.job);
    const { id } = approval!;
    const examples = await world.tenant.transaction((tx) => tx.inactivationApprovals.examples(id, 5));
    expect(examples).toEqual(['a']);
  });

  it('leaves what a full run lists as gone, and is too much, to its close-out', async () => {
    const first = await loaded(['a', 'b']);
    const run = await world.claimedOf(first.job, { scope: { kind: 'full' } });
    await world.apply(pageOf(run, 0, [gone('a'), gone('b')], { observedAt: LATER, cursorOut: null }));
    expect(await counts(run)).toEqual({ parked: 2 });
    expect(await waiting(first.job)).toEqual([]);
    const { id, jobId } = run.execution;
    const { connectionId, definition } = first.job;
    const set = { connectionId, stream: definition.stream, recordType: definition.recordType };
    const since = new Date(Date.now() + 60_000);
    const frozen = await world.tenant.transaction((tx) => tx.candidates.count({ id, jobId, since }, set));
    expect(frozen).toMatchObject({ active: 2, candidates: 2 });
  });

  it('forgets what is older than a day', async () => {
    const first = await loaded(['a', 'b', 'c', 'd']);
    await applied(first.job, [gone('a'), gone('b')]);
    await world.database.rows(
      `update external_reference set inactive_at = inactive_at - interval '25 hours' where inactive_at is not null`,
    );
    expect(await counts(await applied(first.job, [gone('c')]))).toEqual({ inactivated: 1 });
  });
});
