import type { Chunk } from '../chunk/chunk.js';
import { sliceMeaning } from '../chunk/slice.js';
import type { Execution } from '../execution/execution.js';
import type { JobContract } from '../job/job.js';
import type { InactivationApproval } from './inactivation-approval.js';

/** What is known of an execution whose time is over. */
export interface TimeBox {
  readonly lane: Execution['lane'];
  readonly contract: Pick<JobContract, 'maxRecords'>;
  readonly chunks: readonly Pick<Chunk, 'slice' | 'state' | 'total'>[];
  /** Records that were active when it began. */
  readonly activeAtStart: number;
  /** Of the job. */
  readonly waiting: readonly Pick<InactivationApproval, 'cause' | 'candidates'>[];
}

/**
 * Whether a person is to be asked about what an execution has created whose time is over. No number would have ended its listing:
 * nothing was here before, apart from what a person is asked about already, and neither the provider nor the job says how many may
 * come.
 */
export function isEndedByTimeOnly({ lane, contract, chunks, activeAtStart, waiting }: TimeBox): boolean {
  if (lane !== 'bulk' || contract.maxRecords !== null) return false;
  const isUnended = chunks.some(
    ({ slice, state, total = null }) =>
      sliceMeaning(slice).isListing && state !== 'applied' && total === null,
  );
  if (!isUnended) return false;
  const doubtful = waiting.filter(({ cause }) => cause === 'endless_listing');
  return activeAtStart <= doubtful.reduce((sum, { candidates }) => sum + candidates, 0);
}

const LONGEST_SPACING_MS = 60_000;

/**
 * Whether a wait that outlasts an execution is the spacing between its calls, so that its time is over whatever it waits for. A longer
 * one is a pause: the provider ended the execution, and nothing is known of its listing.
 */
export function isSpacing(until: Date, now: Date): boolean {
  return until.getTime() - now.getTime() <= LONGEST_SPACING_MS;
}
