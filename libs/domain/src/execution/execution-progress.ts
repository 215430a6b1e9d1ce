import type { Chunk } from '../chunk/chunk.js';
import { readingPhase } from './error-log.js';
import type { Execution } from './execution.js';
import { PHASES, type Phase } from './phase.js';
import { countTriedAgain } from '../receipt/outcome.js';
import type { InputCounts } from '../receipt/receipt.js';
import { hasEnded, hasSucceeded } from './status.js';

/** What a run is doing and how far it has come. None of it ever goes back while the run goes on. */
export interface ExecutionProgress {
  readonly phase: Phase;
  /** Records with an outcome from their last try. */
  readonly processed: number;
  /** Null, never 0, where it is unknown. */
  readonly total: number | null;
  readonly percentage: number | null;
}

type Going = Pick<Execution, 'phase' | 'scope' | 'status' | 'expected'>;
type ProgressedChunk = Pick<Chunk, 'slice' | 'plan' | 'pagesApplied' | 'total'>;

/**
 * The total is known for named records, for a stream that was cut by number, where the provider tells it with its pages, and once every
 * page was read. What it tells with its pages may change from one to the next, so there is no percentage of that: it would go back.
 * `chunks` are those of an execution that goes on; of one that has ended they may be left out.
 */
export function progressOf(
  execution: Going,
  counts: InputCounts,
  chunks: readonly ProgressedChunk[],
): ExecutionProgress {
  const { scope, status, expected } = execution;
  const phase = phaseOf(execution, chunks);
  const processed = counts.fetched + counts.replayed - countTriedAgain(counts.outcomes);
  const named = scope.kind === 'single' ? scope.externalIds.length : expected;
  // The provider may have counted before the last record was made.
  const total = hasSucceeded(status) ? processed : named === null ? null : Math.max(named, processed);
  if (total === null) {
    const told = toldBy(chunks);
    return { phase, processed, total: told && Math.max(told, processed), percentage: null };
  }
  const percentage = total === 0 ? 100 : Math.min(100, Math.round((processed / total) * 1000) / 10);
  return { phase, processed, total, percentage };
}

/** What the pages of all listings together tell; null where one of them does not. */
function toldBy(chunks: readonly ProgressedChunk[]): number | null {
  const listings = chunks.filter(({ slice }) => slice.kind === 'whole' || slice.kind === 'range');
  const totals = listings.flatMap(({ total }) => total ?? []);
  if (totals.length === 0 || totals.length < listings.length) return null;
  return totals.reduce((sum, total) => sum + total, 0);
}

/** Pages that were applied and chunks that were added stay, so that what follows from them is never taken back. */
function phaseOf({ phase, status }: Going, chunks: readonly ProgressedChunk[]): Phase {
  if (hasEnded(status)) return phase;
  const reached = chunks.map(reachedWith);
  if (reached.length > 0 && reached.every((one) => one === 'planning')) return 'planning';
  return PHASES.findLast((one) => one === phase || reached.includes(one)) ?? phase;
}

function reachedWith(part: ProgressedChunk): Phase {
  const phase = readingPhase(part);
  return phase === 'fetching' && part.pagesApplied > 0 ? 'applying' : phase;
}
