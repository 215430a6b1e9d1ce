import {
  closesOut,
  deadlineOf,
  describeDifference,
  hasWritten,
  toTryAgain,
  type Chunk,
  type Execution,
  type ExecutionFacts,
  type JobId,
  type FailedRecords,
  type Situation,
  type Verification,
} from '@evenkeel/domain';
import type { LoadedExecution } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { Acting } from './acts/acting.js';

/** Records that are read before a push because of their conflicts: what is beyond that, a later run reads. */
const MOST_READ = 10_000;

/** Enough to see what kind of records they are. */
const EXAMPLES = 5;

export async function loadSituation(tx: Transaction, execution: Execution, now: Date): Promise<Situation> {
  const chunks = await tx.chunks.ofExecution(execution.id);
  const deadline = deadlineOf(execution, await tx.outages.since(execution.clockSince ?? now), now);
  return { execution, chunks, deadline, now };
}

/**
 * What an execution stands at of which not simply chunks are under way. Most of it is only asked for once every chunk was
 * applied: until then it is empty.
 */
export async function loadFacts(
  tx: Transaction,
  { execution, chunks, deadline, now }: Situation,
  { job }: LoadedExecution,
): Promise<ExecutionFacts> {
  const isLate = deadline !== null && deadline <= now;
  const waitingSince = isLate ? await tx.outages.waitingSince() : null;
  const known = { execution, job, chunks, deadline, now, waitingSince };
  if (chunks.some(({ state }) => state !== 'applied'))
    return { ...known, wanted: [], retried: [], isJudged: true, plan: undefined };
  const isRead = chunks.some(({ slice }) => slice.kind === 'details');
  const isDue = closesOut(execution) && hasWritten(execution, chunks);
  const isPlanned = execution.plan && !hasWritten(execution, chunks);
  return {
    ...known,
    wanted: isRead ? [] : await tx.inventories.ofExecution(execution.id),
    retried: await listRetried(tx, execution, chunks),
    isJudged: !isDue || (await tx.closeOuts.isJudged(execution.id)),
    plan: isPlanned ? await tx.plans.lock(execution.plan.planId) : undefined,
    ...(job.definition.direction === 'bidirectional' && (await loadToRead(tx, execution, job.id))),
  };
}

/** What is to be read anew by its id. Where the stream reads no single records that is left to the next listing. */
async function loadToRead(
  tx: Transaction,
  { id }: Execution,
  jobId: JobId,
): Promise<Pick<ExecutionFacts, 'moved' | 'rejoined'>> {
  const listing = await tx.closeOuts.listing(id);
  if (listing.some(({ declared }) => declared?.readOne === false)) return {};
  return { moved: await tx.agreements.moved(id), rejoined: await tx.conflicts.toRead(jobId, MOST_READ) };
}

async function listRetried(
  tx: Transaction,
  { id }: Execution,
  chunks: readonly Chunk[],
): Promise<readonly FailedRecords[]> {
  const parts: FailedRecords[] = [];
  for (const chunk of toTryAgain(chunks)) {
    parts.push({ chunk, externalIds: await tx.pages.retried(id, chunk.id) });
  }
  return parts;
}

/** Loaded in a second step, for it sums over every page of the run and compares every reference of the job. */
export async function loadVerification({ tx, execution, references, chunks }: Acting): Promise<Verification> {
  const totals = await tx.pages.totals(execution.id);
  if (!closesOut(execution) || !hasWritten(execution, chunks)) return { totals, difference: undefined };
  // A full run that was judged: the active records are to be those that it has listed.
  const found = await tx.closeOuts.compare(execution.id, references, EXAMPLES);
  return { totals, difference: describeDifference(found) };
}
