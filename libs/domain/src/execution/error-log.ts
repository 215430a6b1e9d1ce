import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import type { DecidedInput } from '../change/decision.js';
import type { Chunk } from '../chunk/chunk.js';
import type { PieceParent } from '../derive/plan-pieces.js';
import type { Phase } from './phase.js';
import { roundOf } from '../chunk/plan-retries.js';
import { sliceMeaning } from '../chunk/slice.js';
import { externalIdOf } from '../record/prepare-record.js';

/** Approximate number of entries that are kept of one execution: what goes wrong so often has one cause. */
export const MOST_LOGGED = 1_000;

/** Something that went wrong in an execution, whatever became of it later. */
export interface ErrorEntry {
  readonly phase: Phase;
  /** Null where it was not about one record. */
  readonly externalId: string | null;
  readonly problem: Pick<Problem, 'errorClass' | 'code' | 'message'>;
  /** Counts the tries: 1 for the first. */
  readonly attempt: number;
}

/** What is to be said of the records of a group of pages. */
export function errorsOf(
  chunk: Pick<Chunk, 'slice' | 'plan'>,
  inputs: readonly Pick<DecidedInput, 'prepared' | 'decision'>[],
): readonly ErrorEntry[] {
  const attempt = roundOf(chunk) + 1;
  return inputs.flatMap(({ prepared, decision }) => {
    if ('adopted' in decision) return [{ ...ADOPTED, externalId: externalIdOf(prepared), attempt }];
    if (decision.kind !== 'fail') return [];
    const phase = decision.outcome === 'rejected' && attempt === 1 ? 'applying' : readingPhase(chunk);
    return [{ phase, externalId: externalIdOf(prepared), problem: decision.problem, attempt }];
  });
}

/** What is to be said of pieces of which no derived record could be made. */
export function errorsOfPieces(parents: readonly PieceParent[]): readonly ErrorEntry[] {
  return parents.flatMap(({ externalId, pieces }) =>
    (pieces?.rejected ?? []).map(
      ({ problem }) => ({ phase: 'applying', externalId, problem, attempt: 1 }) as const,
    ),
  );
}

/** Whether something is to be said of an input. */
export function isTold({ decision }: Pick<DecidedInput, 'decision'>): boolean {
  return decision.kind === 'fail' || 'adopted' in decision;
}

const ADOPTED = {
  phase: 'applying',
  problem: describeProblem(
    new SyncError(
      'record.went_back',
      'It is older than what was here, and still what the provider has: it was taken over',
    ),
  ),
} as const;

/** What a run does while it reads this chunk. */
export function readingPhase({ slice, plan }: Pick<Chunk, 'slice' | 'plan'>): Phase {
  const { phase } = sliceMeaning(slice);
  const isForeseen = plan?.role === 'make' && (phase === 'fetching' || phase === 'pushing');
  return isForeseen ? 'planning' : phase;
}
