import {
  NO_OUTCOMES,
  type Chunk,
  type Execution,
  type Outcome,
  type ReferenceSet,
  type Slice,
} from '@evenkeel/domain';
import type { StoreWorld } from './store-world.js';
import { seedJob, someAdvance, someChunk, someExecution, somePage, someWrite } from './store-fixtures.js';

export const BEFORE = new Date('2026-11-01T12:00:00.000Z');
export const SINCE = new Date('2026-11-01T13:00:00.000Z');
export const AFTER = new Date('2026-11-01T14:00:00.000Z');

/** What no page names. */
export const GONE = ['gone 1', 'gone 2', 'gone 3'];

/** A run of a job whose stream had these records before it began: `asleep` had been inactivated by an earlier run. */
export interface ListingRun {
  readonly set: ReferenceSet;
  readonly execution: Execution;
  readonly chunk: Chunk;
  readonly ids: Readonly<Record<'listed' | 'asleep', string>>;
}

/** The run has one claimed chunk of this slice. */
export async function beginListing(
  { tenant, system, setNow }: StoreWorld,
  slice: Slice = { kind: 'whole' },
): Promise<ListingRun> {
  setNow(BEFORE);
  const { job, set } = await seedJob(tenant);
  const writes = ['listed', 'asleep', ...GONE].map((id) =>
    someWrite(id, { observedAt: BEFORE.toISOString() }),
  );
  const [listed = '', asleep = ''] = await tenant.transaction((tx) => tx.recordWrites.create(set, writes));
  const earlier = someExecution(job.id, { status: 'completed', startedAt: BEFORE, finishedAt: BEFORE });
  await tenant.transaction(async (tx) => {
    await tx.executions.insert(earlier);
    const references = await tx.references.lock(set, ['asleep']);
    await tx.candidates.inactivate({
      executionId: earlier.id,
      referenceIds: references.map(({ id }) => id),
      cause: 'gone',
      observedAt: null,
    });
  });
  const execution = someExecution(job.id, { startedAt: SINCE });
  const planned = someChunk(execution.id, { state: 'assigned', slice });
  await tenant.transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.chunks.insert([planned]);
  });
  const claim = await system.transaction((tx) => tx.chunkQueue.claim(planned.id, 'worker', 60_000));
  return { set, execution, chunk: claim!.chunk, ids: { listed, asleep } };
}

export interface ListedPage {
  /** Of all of its records. */
  readonly outcome: Outcome;
  /** Reference ids by external id. */
  readonly references: Readonly<Record<string, string>>;
  readonly keepsRow?: boolean;
}

/** Applies the only page of the chunk. */
export async function applyListing(
  { tenant }: StoreWorld,
  { chunk }: ListingRun,
  { outcome, references, keepsRow = false }: ListedPage,
): Promise<void> {
  const externalIds = Object.keys(references);
  const page = somePage(outcome, Object.values(references), { observedAt: AFTER.toISOString() });
  const outcomes = { ...NO_OUTCOMES, [outcome]: externalIds.length };
  const rows = externalIds.map((externalId, position) => {
    return { pageNo: 0, position, externalId, outcome, problem: null, raw: null };
  });
  await tenant.transaction((tx) =>
    tx.pages.advance(someAdvance(chunk, { outcomes, end: true }), [page], keepsRow ? rows : []),
  );
}

/** Freezes the candidates of the run and inactivates them all; gives their external ids. */
export async function inactivateCandidates(
  { tenant }: StoreWorld,
  { set, execution }: ListingRun,
): Promise<readonly string[]> {
  const { id: executionId, jobId } = execution;
  return tenant.transaction(async (tx) => {
    const { active, candidates: count } = await tx.candidates.freeze(
      { id: executionId, jobId, since: SINCE },
      set,
    );
    const judged = { complete: true, reason: null, active, candidates: count, since: SINCE };
    await tx.closeOuts.saveJudgement({ executionId, jobId, ...judged });
    const candidates = await tx.candidates.ofPage(executionId, 0);
    const externalIds = candidates.map(({ externalId }) => externalId);
    const references = await tx.references.lock(set, externalIds);
    await tx.candidates.inactivate({
      executionId,
      referenceIds: references.map(({ id }) => id),
      cause: 'gone',
      observedAt: null,
    });
    await tx.candidates.saveVerdicts(
      executionId,
      { pageNo: 0, from: 0 },
      candidates.map(() => 'inactivated'),
    );
    return externalIds;
  });
}
