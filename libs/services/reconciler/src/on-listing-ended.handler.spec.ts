import { executionDue } from '@evenkeel/contracts-messages';
import { someChunk } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Execution } from '@evenkeel/domain';
import { Listings, READABLE, SINCE } from './testing/listings.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const listings = new Listings(world);
const judge = (execution: Execution) => listings.judge(execution);
const judgedOf = ({ id }: Execution) => world.tenant.transaction((tx) => tx.closeOuts.find(id));
const closingOut = ({ id }: Execution) => listings.closingOut(id);

describe('listing-ended', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { execution } = await listings.seed({ stored: 10, listed: 8 });
    await judge(execution);
    const [chunks, judged] = [await world.chunksOf(execution.id), await judgedOf(execution)];
    expect(await world.published()).toEqual([
      { topic: executionDue.topic, payload: { tenantId: DEFAULT_TENANT, executionId: execution.id } },
    ]);
    await judge(execution);
    expect(await world.chunksOf(execution.id)).toEqual(chunks);
    expect(await judgedOf(execution)).toEqual(judged);
    expect(await world.published()).toEqual([]);
  });

  it('delivered to two replicas at once is judged once', async () => {
    const { execution } = await listings.seed({ stored: 10, listed: 8 });
    await Promise.all([judge(execution), judge(execution)]);
    expect(await closingOut(execution)).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
  });

  it('plans a chunk of what is no longer listed, to be read again, with a record to check with', async () => {
    const { execution } = await listings.seed({ stored: 10, listed: 8 });
    await judge(execution);
    expect(await closingOut(execution)).toMatchObject([
      {
        ordinal: 1,
        state: 'planned',
        epoch: execution.epoch,
        slice: { fromPage: 0, pages: 1, reread: true, control: expect.stringMatching(/^c\d$/) as string },
      },
    ]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'running', phase: 'finalizing' });
    expect(await judgedOf(execution)).toMatchObject({ complete: true, candidates: 2 });
  });

  it('believes a listing that is declared stable', async () => {
    const declared = { ...READABLE, listing: 'stable' } as const;
    const { execution } = await listings.seed({ stored: 100, listed: 98, declared });
    await judge(execution);
    expect(await closingOut(execution)).toMatchObject([{ slice: { reread: false, control: null } }]);
  });

  it('plans nothing where everything is still listed, and lets the run end', async () => {
    const { execution } = await listings.seed({ stored: 3, listed: 3 });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ complete: true, candidates: 0 });
    expect(await world.published()).toHaveLength(1);
  });

  it('believes nothing of a listing that may shift and named a record twice, and says which', async () => {
    const { job, execution, ids } = await listings.seed({ stored: 10, listed: 8 });
    await judge(execution);
    await world.end(execution.id);
    const again = (declared: typeof READABLE, hours: number) =>
      listings.list(job.id, [...ids.slice(0, 6), ids[2]!], {
        declared,
        execution: { startedAt: new Date(SINCE.getTime() + hours) },
      });
    const twice = await again(READABLE, 1);
    await judge(twice);
    expect(await closingOut(twice)).toEqual([]);
    const reason =
      'the record "c2" was listed twice, so others may have been missed while the listing shifted';
    expect(await judgedOf(twice)).toMatchObject({ complete: false, reason });
    expect(await world.chunksOf(twice.id)).toMatchObject([{ doubt: reason }]);
    await world.end(twice.id);
    const stable = await again({ ...READABLE, listing: 'stable' }, 2);
    await judge(stable);
    expect(await judgedOf(stable)).toMatchObject({ complete: true });
  });

  it('waits for a second listing where records cannot be read again', async () => {
    const declared = { ...READABLE, readOne: false };
    const { job, execution, ids } = await listings.seed({ stored: 10, listed: 7, declared });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ candidates: 3, verdicts: { once_missing: 3 } });
    await world.end(execution.id);
    // One is back, another is missing for the first time.
    const seen = [...ids.slice(1, 7), ids[9]!];
    const second = await listings.list(job.id, seen, {
      declared,
      execution: { startedAt: new Date(SINCE.getTime() + 1) },
    });
    await judge(second);
    expect(await closingOut(second)).toMatchObject([{ slice: { fromPage: 0, pages: 1, reread: false } }]);
    expect(await judgedOf(second)).toMatchObject({ candidates: 3, verdicts: { once_missing: 1 } });
  });

  it('reads those again that were missed before, and those that were not', async () => {
    const { job, execution, ids } = await listings.seed({ stored: 10, listed: 9 });
    await judge(execution);
    await world.end(execution.id);
    // The one that was missed is still active, and another is missing for the first time.
    const second = await listings.list(job.id, ids.slice(1, 9), {
      declared: READABLE,
      execution: { startedAt: new Date(SINCE.getTime() + 1) },
    });
    await judge(second);
    expect(await judgedOf(second)).toMatchObject({ candidates: 2 });
    expect(await closingOut(second)).toMatchObject([{ slice: { fromPage: 0, pages: 2, reread: true } }]);
  });

  it('never takes an empty listing for the truth the first time', async () => {
    const declared = { ...READABLE, listing: 'stable' } as const;
    const { execution } = await listings.seed({ stored: 5, listed: 0, declared });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ candidates: 5, verdicts: { once_missing: 5 } });
  });

  it('touches nothing above the ceiling of the job', async () => {
    const definition = { deleteCeiling: { percent: 0, records: 2 } };
    const { execution } = await listings.seed({ stored: 10, listed: 7, definition });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ candidates: 3, verdicts: { awaiting_approval: 3 } });
  });

  it('cuts many candidates into chunks that are read side by side', async () => {
    const definition = { deleteCeiling: { percent: 100, records: 0 } };
    const { execution } = await listings.seed({ stored: 3000, listed: 1510, definition });
    await judge(execution);
    const slices = (await closingOut(execution)).map(({ slice }) => slice);
    expect(slices).toMatchObject([
      { fromPage: 0, pages: 5 },
      { fromPage: 5, pages: 5 },
      { fromPage: 10, pages: 5 },
    ]);
  });

  it.each([
    ['has ended', { status: 'cancelled' }],
    ['is paused', { status: 'paused' }],
    ['reads only what changed', { scope: { kind: 'incremental', since: { kind: 'position', value: '1' } } }],
    ['reads what failed', { scope: { kind: 'partial', failureIds: ['1'] } }],
    ['reads named records', { lane: 'single', scope: { kind: 'single', externalIds: ['c1'] } }],
  ] as const)('means nothing of a run that %s', async (_, changes) => {
    const { execution } = await listings.seed({ stored: 5, listed: 2, execution: changes });
    await judge(execution);
    expect(await judgedOf(execution)).toBeUndefined();
    expect(await world.published()).toEqual([]);
  });

  it('means nothing while a chunk has not reached its end', async () => {
    const { execution } = await listings.seed({ stored: 5, listed: 2 });
    const other = someChunk(execution.id, { ordinal: 1 });
    await world.tenant.transaction((tx) => tx.chunks.insert([other]));
    await judge(execution);
    expect(await judgedOf(execution)).toBeUndefined();
  });
});
