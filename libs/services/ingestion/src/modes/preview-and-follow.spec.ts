import { packEntries, startPlan, type Chunk, type ChunkPlan, type Job } from '@evenkeel/domain';
import { newId, someChunk } from '@evenkeel/conformance';
import { IngestionWorld, pageOf, saying, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();

/** A chunk of an execution of its own whose pages have to do with a plan. */
async function claimed(job: Job, plan: ChunkPlan, changes: Partial<Chunk> = {}): Promise<Claimed> {
  const found = await world.claimedOf(job, { lane: 'single' });
  await world.database.rows(
    `update chunk set plan = $2, slice = coalesce($3, slice) where id = $1 returning id`,
    [found.chunk.id, JSON.stringify(plan), changes.slice ? JSON.stringify(changes.slice) : null],
  );
  return found;
}

async function startedPlan({ execution }: Claimed): Promise<string> {
  const id = newId();
  const plan = startPlan(id, execution, new Date());
  await world.tenant.transaction((tx) => tx.plans.insert(plan));
  return id;
}

const LATER = { observedAt: '2026-11-01T13:00:00.000Z', cursorOut: null };

/** Stored: a says one, b says one; a plan in which a changes and c is new. */
async function planned() {
  const first = await world.claimed();
  await world.apply(pageOf(first, 0, [saying('a', 'one'), saying('b', 'one')], { cursorOut: null }));
  const planId = await startedPlan(first);
  const making = await claimed(first.job, { role: 'make', planId });
  const page = pageOf(making, 0, [saying('a', 'two'), saying('b', 'one'), saying('c', 'one')], LATER);
  return { first, planId, making, page };
}

async function following(job: Job, planId: string) {
  const movedInto = newId();
  return { movedInto, ...(await claimed(job, { role: 'follow', planId, movedInto })) };
}

const sums = (id: string) => world.tenant.transaction((tx) => tx.plans.sums(id));
const changes = async (id: string) =>
  (await world.tenant.transaction((tx) => tx.plans.changes(id, { after: null, limit: 100 }))).items;

describe('a page that goes into a plan', () => {
  it('writes nothing else, and is there once although it is delivered twice', async () => {
    const { first, planId, making, page } = await planned();
    await Promise.all([world.apply(page), world.apply(page)]);
    expect(await world.words(first)).toEqual({ a: 'one', b: 'one' });
    expect(await sums(planId)).toMatchObject({ pages: 1, counts: { new: 1, changed: 1, unchanged: 1 } });
    expect(await world.chunk(making)).toMatchObject({
      fetched: 3,
      outcomes: { planned: 3 },
      state: 'applied',
    });
    expect(await world.outcomes(making)).toEqual([]);
    expect(await changes(planId)).toEqual([
      {
        externalId: 'a',
        bucket: 'changed',
        fields: [{ field: 'word', before: '"one"', after: '"two"' }],
        problem: null,
      },
      {
        externalId: 'c',
        bucket: 'new',
        fields: [
          { field: 'id', before: null, after: '"c"' },
          { field: 'word', before: null, after: '"one"' },
        ],
        problem: null,
      },
    ]);
  });

  it('takes 20 bytes a record', async () => {
    const { planId, page } = await planned();
    await world.apply(page);
    const [bytes] = await world.tenant.transaction((tx) => tx.plans.entries(planId));
    expect(bytes).toHaveLength(
      3 * packEntries([{ bucket: 'new', key: '', base: null, target: null }]).length,
    );
  });

  it('says what could not be applied, and makes no failure of it', async () => {
    const job = (await world.claimed({ mapping: [{ source: 'email', target: 'email', required: true }] }))
      .job;
    const first = await world.claimedOf(job, { lane: 'single' });
    const planId = await startedPlan(first);
    const making = await claimed(job, { role: 'make', planId });
    await world.apply(pageOf(making, 0, [saying('a', 'one'), sourceRecord(null)], LATER));
    expect(await sums(planId)).toMatchObject({ counts: { rejected: 2 } });
    expect(await changes(planId)).toMatchObject([
      { externalId: 'a', bucket: 'rejected', problem: { code: 'record.required_field_missing' } },
      { externalId: null, problem: { code: 'record.missing_id' } },
    ]);
    expect(await world.failures(job)).toEqual([]);
    expect(await world.outcomes(making)).toEqual([]);
  });

  it('tells what is tried again from what was listed', async () => {
    const first = await world.claimed();
    const planId = await startedPlan(first);
    const slice = { kind: 'failures', failureIds: ['1'] } as const;
    const making = await claimed(first.job, { role: 'make', planId }, { slice });
    await world.apply(pageOf(making, 0, [saying('a', 'one')], LATER));
    expect(await sums(planId)).toMatchObject({ counts: { retry: 1, new: 0 } });
  });
});

describe('an id that comes again while a plan is made', () => {
  /** a says one in the store; then these, each on a page of its own. */
  async function planOf(...words: readonly (readonly [string, string])[]) {
    const first = await world.claimed();
    await world.apply(pageOf(first, 0, [saying('a', 'one')], { cursorOut: null }));
    const planId = await startedPlan(first);
    const making = await claimed(first.job, { role: 'make', planId });
    const onPage = world.onPageFetched();
    for (const [pageNo, [id, word]] of words.entries()) {
      const last = pageNo === words.length - 1 ? { cursorOut: null } : {};
      const at = { observedAt: LATER.observedAt, ...last };
      await onPage.handle([pageOf(making, pageNo, [saying(id, word)], at)]);
    }
    const { counts } = await sums(planId);
    return { counts, planId, doubt: (await world.chunk(making)).doubt };
  }

  it.each<[string, readonly (readonly [string, string])[]]>([
    [
      'new, and then something else',
      [
        ['n', 'one'],
        ['n', 'two'],
      ],
    ],
    [
      'changed, and then something else',
      [
        ['a', 'two'],
        ['a', 'three'],
      ],
    ],
    [
      'changed, and then as it is stored',
      [
        ['a', 'two'],
        ['a', 'one'],
      ],
    ],
    [
      'as it is stored, and then something else',
      [
        ['a', 'one'],
        ['a', 'two'],
      ],
    ],
  ])('with other content is planned as rejected: %s', async (_, words) => {
    const { counts, planId, doubt } = await planOf(...words);
    expect(counts).toMatchObject({ rejected: 1 });
    expect(doubt).toMatch(/two entries have the id/);
    const rejected = (await changes(planId)).filter(({ bucket }) => bucket === 'rejected');
    expect(rejected).toMatchObject([{ problem: { code: 'record.id_taken' } }]);
  });

  it.each<[string, readonly (readonly [string, string])[]]>([
    [
      'new',
      [
        ['n', 'one'],
        ['n', 'one'],
      ],
    ],
    [
      'changed',
      [
        ['a', 'two'],
        ['a', 'two'],
      ],
    ],
    [
      'as it is stored',
      [
        ['a', 'one'],
        ['a', 'one'],
      ],
    ],
  ])('with the same content is no twin: %s', async (_, words) => {
    const { counts, doubt } = await planOf(...words);
    expect(counts).toMatchObject({ rejected: 0 });
    expect(doubt).toBeNull();
  });

  it('is no twin of what the plan of the same run has named before it was carried out', async () => {
    const first = await world.claimed();
    await world.apply(pageOf(first, 0, [saying('a', 'one'), saying('b', 'one')], { cursorOut: null }));
    const planId = await startedPlan(first);
    const making = await claimed(first.job, { role: 'make', planId });
    const onPage = world.onPageFetched();
    const { observedAt } = LATER;
    const named = [saying('a', 'two'), saying('b', 'two'), saying('c', 'two')];
    await onPage.handle([pageOf(making, 0, named, { observedAt })]);
    await onPage.handle([pageOf(making, 1, [saying('d', 'two')], LATER)]);
    const follow = someChunk(making.execution.id, {
      ordinal: 1,
      plan: { role: 'follow', planId, movedInto: newId() },
    });
    await world.tenant.transaction((tx) => tx.chunks.insert([follow]));
    const claim = await world.system.transaction(async (tx) => {
      await tx.chunkQueue.assign([follow.id]);
      return tx.chunkQueue.claim(follow.id, 'worker', 60_000);
    });
    const following = { ...making, chunk: claim!.chunk };
    const now = [saying('a', 'two'), saying('b', 'three'), saying('c', 'three')];
    await onPage.handle([pageOf(following, 0, now, { ...LATER, observedAt: '2026-11-01T14:00:00.000Z' })]);
    expect(await world.words(first)).toEqual({ a: 'two', b: 'one' });
    const chunks = await world.tenant.transaction((tx) => tx.chunks.ofExecution(making.execution.id));
    expect(chunks[1]).toMatchObject({ outcomes: { updated: 1, planned: 2, rejected: 0 }, doubt: null });
  });

  it('is known to a worker that takes over, and counts anew in a listing that starts over', async () => {
    const first = await world.claimed();
    const planId = await startedPlan(first);
    const making = await claimed(first.job, { role: 'make', planId });
    await world.apply(pageOf(making, 0, [saying('n', 'one')]));
    await world.apply(pageOf(making, 1, [saying('n', 'two')]));
    expect(await sums(planId)).toMatchObject({ counts: { rejected: 1 } });
    const { id, attempt } = making.chunk;
    await world.tenant.transaction((tx) => tx.chunkLeases.startOver(id, attempt, 3));
    await world.apply(pageOf(making, 2, [saying('n', 'two')], { cursorIn: null, cursorOut: null }));
    expect(await sums(planId)).toMatchObject({ counts: { rejected: 1, new: 2 } });
  });
});

describe('a page that is held against a plan', () => {
  it('is written as planned, once', async () => {
    const { first, planId, page } = await planned();
    await world.apply(page);
    const follow = await following(first.job, planId);
    const same = pageOf(follow, 0, page.records, { ...LATER, observedAt: '2026-11-01T14:00:00.000Z' });
    await Promise.all([world.apply(same), world.apply(same)]);
    expect(await world.words(first)).toEqual({ a: 'two', b: 'one', c: 'one' });
    expect(await world.chunk(follow)).toMatchObject({ outcomes: { updated: 1, created: 1, unchanged: 1 } });
    expect(await sums(follow.movedInto)).toMatchObject({ pages: 0 });
  });

  it('is planned anew where the provider has moved on, and where something is here that was not', async () => {
    const { first, planId, page } = await planned();
    await world.apply(page);
    const beside = await world.claimedOf(first.job, { lane: 'single' });
    await world.apply(pageOf(beside, 0, [saying('a', 'three')], LATER));
    const follow = await following(first.job, planId);
    const now = [saying('a', 'two'), saying('b', 'two'), saying('c', 'two'), saying('d', 'one')];
    await world.apply(pageOf(follow, 0, now, { ...LATER, observedAt: '2026-11-01T14:00:00.000Z' }));
    expect(await world.words(first)).toEqual({ a: 'three', b: 'one' });
    expect(await world.chunk(follow)).toMatchObject({ fetched: 4, outcomes: { planned: 4 } });
    expect(await sums(follow.movedInto)).toMatchObject({ pages: 1, counts: { changed: 2, new: 2 } });
    expect((await changes(follow.movedInto)).map(({ externalId }) => externalId)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });
});
