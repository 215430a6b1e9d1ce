import type { Slice } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const NAMED: Slice = { kind: 'ids', externalIds: [] };
const FULL = { scope: { kind: 'full' } } as const;

/** Later than anything that was written until now. */
const now = async (): Promise<string> =>
  new Date((await world.tenant.transaction((tx) => tx.now())).getTime() + 5).toISOString();

async function ended(run: Claimed, isComplete: boolean): Promise<Claimed> {
  const { id: executionId, jobId } = run.execution;
  await world.tenant.transaction(async (tx) => {
    const judged = { complete: isComplete, reason: null, active: 1, candidates: 0, since: await tx.now() };
    await tx.closeOuts.saveJudgement({ executionId, jobId, ...judged });
    await tx.executions.save({ ...run.execution, status: 'completed' });
  });
  return run;
}

type Listed = readonly (readonly [id: string, word: string, version: string])[];

/** A full run that lists this, on one page for each. */
async function listed(
  before: Claimed | undefined,
  pages: readonly Listed[],
  isComplete = true,
): Promise<Claimed> {
  const run = before === undefined ? await world.claimed() : await world.claimedOf(before.job, FULL);
  let pageNo = 0;
  for (const page of pages) {
    const records = page.map(([id, word, version]) => saying(id, word, { version }));
    const isLast = pageNo === pages.length - 1;
    await world.apply(
      pageOf(run, pageNo, records, { observedAt: await now(), ...(isLast && { cursorOut: null }) }),
    );
    pageNo += 1;
  }
  return ended(run, isComplete);
}

async function asked(before: Claimed, word: string, version: string, observedAt: string): Promise<Claimed> {
  const run = await world.claimedOf(before.job, { lane: 'single' }, NAMED);
  await world.apply(pageOf(run, 0, [saying('a', word, { version })], { observedAt, cursorOut: null }));
  await world.tenant.transaction((tx) => tx.executions.save({ ...run.execution, status: 'completed' }));
  return run;
}

const counts = async (run: Claimed) =>
  Object.fromEntries(Object.entries((await world.chunk(run)).outcomes).filter(([, count]) => count > 0));
const told = async ({ execution }: Claimed) =>
  (
    await world.tenant.transaction((tx) => tx.errorLog.list(execution.id, { after: null, limit: 9 }))
  ).items.map(({ externalId, problem }) => [externalId, problem.code]);

describe('a state that is older than what is here', () => {
  it('is taken over and told once two complete listings in a row have given it', async () => {
    const first = await listed(undefined, [
      [
        ['a', 'five', '5'],
        ['b', 'one', '1'],
      ],
    ]);
    const restored: Listed = [
      ['a', 'restored', '1'],
      ['b', 'one', '1'],
    ];
    const second = await listed(first, [restored]);
    expect(await counts(second)).toEqual({ superseded: 1, unchanged: 1 });
    const third = await listed(first, [restored]);
    expect(await counts(third)).toEqual({ updated: 1, unchanged: 1 });
    expect(await told(third)).toEqual([['a', 'record.went_back']]);
    expect(await world.words(first)).toEqual({ a: 'restored', b: 'one' });
    expect(await counts(await listed(first, [restored]))).toEqual({ unchanged: 2 });
  });

  it('waits for another listing where one of the two was not complete', async () => {
    const first = await listed(undefined, [[['a', 'five', '5']]]);
    await listed(first, [[['a', 'restored', '1']]], false);
    expect(await counts(await listed(first, [[['a', 'restored', '1']]]))).toEqual({ superseded: 1 });
  });

  it.each([
    ['after', [[['a', 'new', '2']], [['a', 'old', '1']]], { unchanged: 1, rejected: 1 }],
    ['before', [[['a', 'old', '1']], [['a', 'new', '2']]], { unchanged: 1, superseded: 1 }],
  ] as const)(
    'never is, where a listing gives it %s the newer one, however often',
    async (_, pages, expected) => {
      const first = await listed(undefined, [[['a', 'new', '2']]]);
      for (let run = 0; run < 3; run += 1) {
        expect(await counts(await listed(first, pages))).toEqual(expected);
      }
      expect(await world.words(first)).toEqual({ a: 'new' });
    },
  );

  it('is taken over at once where it is asked for by its id after what is here was written', async () => {
    const first = await listed(undefined, [[['a', 'five', '5']]]);
    const early = new Date(Date.parse(await now()) - 3_600_000).toISOString();
    expect(await counts(await asked(first, 'late', '4', early))).toEqual({ superseded: 1 });
    const run = await asked(first, 'restored', '1', await now());
    expect(await counts(run)).toEqual({ updated: 1 });
    expect(await told(run)).toEqual([['a', 'record.went_back']]);
  });
});
