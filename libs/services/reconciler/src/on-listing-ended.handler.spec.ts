import { planReady } from '@evenkeel/contracts-messages';
import {
  counts,
  seedJob,
  someAdvance,
  someChunk,
  someExecution,
  somePage,
  someWrite,
} from '@evenkeel/conformance';
import type { DeclaredStream, Execution, JobDefinition } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const BEFORE = new Date('2026-11-01T12:00:00.000Z');
const SINCE = new Date('2026-11-01T13:00:00.000Z');
const READABLE: DeclaredStream = { listing: 'shifting', readOne: true };

interface Listing {
  readonly stored: number;
  /** How many of them are listed, from the first on. */
  readonly listed: number;
  readonly declared?: DeclaredStream;
  readonly definition?: Partial<JobDefinition>;
  readonly execution?: Partial<Execution>;
}

/** A run that has listed some of the records there are, up to the explicit end. */
async function listingOf(listing: Listing) {
  const { job, set } = await seedJob(world.store, listing.definition);
  world.now = BEFORE;
  const writes = Array.from({ length: listing.stored }, (_, n) =>
    someWrite(`c${n}`, { observedAt: BEFORE.toISOString() }),
  );
  const ids = await world.store.transaction((tx) => tx.pages.createRecords(set, writes));
  return { job, execution: await list(job.id, ids.slice(0, listing.listed), listing), ids };
}

async function list(
  jobId: string,
  seen: readonly string[],
  { declared = READABLE, execution: changes = {} }: Partial<Listing> = {},
): Promise<Execution> {
  const execution = someExecution(jobId, { startedAt: SINCE, ...changes });
  const planned = someChunk(execution.id, { state: 'assigned' });
  await world.store.transaction(async (tx) => {
    await tx.executions.insert({ ...execution, status: 'running' });
    await tx.chunks.insert([planned]);
    const chunk = (await tx.chunks.claim(planned.id, 'worker', 60_000))!.chunk;
    await tx.closeOuts.declare(chunk.id, chunk.attempt, declared);
    const advance = someAdvance(chunk, { outcomes: counts({ unchanged: seen.length }), end: true });
    await tx.pages.advance(advance, [somePage('unchanged', seen)], []);
    await tx.executions.save(execution);
  });
  await world.published();
  return execution;
}

const judge = ({ id: executionId }: Execution) => world.onListingEnded().handle([{ executionId }]);
const judgedOf = ({ id }: Execution) => world.store.transaction((tx) => tx.closeOuts.find(id));
const closingOut = async ({ id }: Execution) =>
  (await world.chunksOf(id)).filter(({ slice }) => slice.kind === 'close_out');

describe('listing-ended', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { execution } = await listingOf({ stored: 10, listed: 8 });
    await judge(execution);
    const [chunks, judged] = [await world.chunksOf(execution.id), await judgedOf(execution)];
    expect(await world.published()).toEqual([
      { topic: planReady.topic, payload: { executionId: execution.id } },
    ]);
    await judge(execution);
    expect(await world.chunksOf(execution.id)).toEqual(chunks);
    expect(await judgedOf(execution)).toEqual(judged);
    expect(await world.published()).toEqual([]);
  });

  it('delivered to two replicas at once is judged once', async () => {
    const { execution } = await listingOf({ stored: 10, listed: 8 });
    await Promise.all([judge(execution), judge(execution)]);
    expect(await closingOut(execution)).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
  });

  it('plans a chunk of what is no longer listed, to be read again, with a record to check with', async () => {
    const { execution } = await listingOf({ stored: 10, listed: 8 });
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
    const { execution } = await listingOf({ stored: 100, listed: 98, declared });
    await judge(execution);
    expect(await closingOut(execution)).toMatchObject([{ slice: { reread: false, control: null } }]);
  });

  it('plans nothing where everything is still listed, and lets the run end', async () => {
    const { execution } = await listingOf({ stored: 3, listed: 3 });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ complete: true, candidates: 0 });
    expect(await world.published()).toHaveLength(1);
  });

  it('waits for a second listing where records cannot be read again', async () => {
    const declared = { ...READABLE, readOne: false };
    const { job, execution, ids } = await listingOf({ stored: 10, listed: 7, declared });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ candidates: 3, verdicts: { once_missing: 3 } });
    await world.end(execution.id);
    // One is back, another is missing for the first time.
    const seen = [...ids.slice(1, 7), ids[9]!];
    const second = await list(job.id, seen, {
      declared,
      execution: { startedAt: new Date(SINCE.getTime() + 1) },
    });
    await judge(second);
    expect(await closingOut(second)).toMatchObject([{ slice: { fromPage: 0, pages: 1, reread: false } }]);
    expect(await judgedOf(second)).toMatchObject({ candidates: 3, verdicts: { once_missing: 1 } });
  });

  it('never takes an empty listing for the truth the first time', async () => {
    const declared = { ...READABLE, listing: 'stable' } as const;
    const { execution } = await listingOf({ stored: 5, listed: 0, declared });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ candidates: 5, verdicts: { once_missing: 5 } });
  });

  it('touches nothing above the ceiling of the job', async () => {
    const definition = { deleteCeiling: { percent: 0, records: 2 } };
    const { execution } = await listingOf({ stored: 10, listed: 7, definition });
    await judge(execution);
    expect(await closingOut(execution)).toEqual([]);
    expect(await judgedOf(execution)).toMatchObject({ candidates: 3, verdicts: { awaiting_approval: 3 } });
  });

  it('cuts many candidates into chunks that are read side by side', async () => {
    const definition = { deleteCeiling: { percent: 100, records: 0 } };
    const { execution } = await listingOf({ stored: 1500, listed: 10, definition });
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
    const { execution } = await listingOf({ stored: 5, listed: 2, execution: changes });
    await judge(execution);
    expect(await judgedOf(execution)).toBeUndefined();
    expect(await world.published()).toEqual([]);
  });

  it('means nothing while a chunk has not reached its end', async () => {
    const { execution } = await listingOf({ stored: 5, listed: 2 });
    const other = someChunk(execution.id, { ordinal: 1 });
    await world.store.transaction((tx) => tx.chunks.insert([other]));
    await judge(execution);
    expect(await judgedOf(execution)).toBeUndefined();
  });
});
