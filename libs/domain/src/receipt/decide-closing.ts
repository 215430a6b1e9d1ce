import type { ChunkId } from '../ids.js';
import { addDerived, hasDerived } from '../derive/derive-rule.js';
import type { Chunk } from '../chunk/chunk.js';
import { countTriedAgain, OUTCOMES, type OutcomeCounts } from './outcome.js';
import { countForgotten } from '../chunk/plan-retries.js';
import { addCounts, balances, summarize, type Receipt } from './receipt.js';
import { executionBreakerCountsOf } from './execution-breaker.js';
import { decideEnd, type End, type EndFacts } from '../execution/status-table.js';

/** What the page results of one chunk add up to: the second count that the first is held against. */
export interface PageSums {
  readonly chunkId: ChunkId;
  readonly pages: number;
  readonly inputs: number;
  readonly outcomes: OutcomeCounts;
  /** Page numbers run from 0 without a gap, and each page starts where the one before ended. */
  readonly unbroken: boolean;
}

export interface Closing extends End {
  readonly receipt: Receipt;
}

/** What else was found, in words; undefined: nothing. */
export interface ClosingFindings {
  /** What the run breaks of the contract of its job. */
  readonly breach?: string | undefined;
  /** In what the active records are not those that it has listed. */
  readonly difference?: string | undefined;
}

/** The closing verification: an execution whose chunks all reached their end is green only if every count agrees. */
export function decideClosing(
  chunks: readonly Chunk[],
  sums: readonly PageSums[],
  { breach, difference }: ClosingFindings = {},
): Closing {
  const receipt = receiptOf(chunks);
  const mismatch =
    findMismatch(chunks, sums) ?? (receipt.balanced ? difference : 'the receipt does not balance');
  return {
    ...decideEnd({ ...endFactsOf(chunks), mismatch, breach }),
    receipt: { ...receipt, balanced: mismatch === undefined },
  };
}

/** What the counts of its chunks say of how an execution ends. */
export function endFactsOf(chunks: readonly Chunk[]): Pick<EndFacts, 'breakerCounts' | 'inputs' | 'failed'> {
  const { fetched, replayed, outcomes } = addCounts(chunks);
  const { failed } = summarize({ fetched, outcomes });
  // What was tried again has its outcome from its last try.
  return {
    breakerCounts: executionBreakerCountsOf(chunks),
    inputs: fetched + replayed - countTriedAgain(outcomes),
    failed,
  };
}

/** The counts of an execution as they stand: the sums over its chunks. */
export function receiptOf(chunks: readonly Chunk[]): Receipt {
  const counted = addCounts(chunks);
  // Where a plan was carried out, what it foresaw is not counted beside what came of it.
  const follows = chunks.some(({ plan }) => plan?.role === 'follow');
  const counting = chunks.filter(({ plan }) => !follows || plan?.role !== 'make');
  const derived = addDerived(counting.flatMap((chunk) => chunk.derived ?? []));
  return { ...counted, balanced: balances(counted), ...(hasDerived(derived) && { derived }) };
}

function findMismatch(chunks: readonly Chunk[], sums: readonly PageSums[]): string | undefined {
  const byChunk = new Map(sums.map((sum) => [sum.chunkId, sum]));
  for (const chunk of chunks) {
    const sum = byChunk.get(chunk.id);
    const name = `chunk ${chunk.ordinal}`;
    if (chunk.state !== 'applied') return `${name} did not reach its end`;
    if (sum === undefined) return `${name} has no page results`;
    if (!sum.unbroken) return `the pages of ${name} are not one unbroken chain`;
    if (sum.pages !== chunk.pagesApplied)
      return `${name} counts ${chunk.pagesApplied} pages, its results ${sum.pages}`;
    const inputs = chunk.fetched + chunk.replayed;
    if (sum.inputs !== inputs) return `${name} counts ${inputs} records, its results ${sum.inputs}`;
    const differing = OUTCOMES.find((outcome) => sum.outcomes[outcome] !== chunk.outcomes[outcome]);
    if (differing !== undefined) return `${name} and its results count "${differing}" differently`;
    if (!balances(chunk)) return `${name} has records without exactly one outcome`;
  }
  const forgotten = countForgotten(chunks);
  return forgotten === 0 ? undefined : `${forgotten} records were to be tried again and were not`;
}
