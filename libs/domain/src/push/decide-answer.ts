import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import { isRecoverable } from '../errors/error-class.js';
import type { Outcome } from '../receipt/outcome.js';
import type { FinalResult } from './push-intent.js';
import { isEnding, type WriteKind } from './write-operation.js';

/** What an answer means for the record that was sent. */
export interface AnswerDecision {
  readonly outcome: Outcome;
  /** What becomes of the reference: it is made or changed as the answer says, it is inactive from here on, or it stays as it is. */
  readonly reference: 'keep' | 'inactivate' | 'leave';
  readonly problem: Problem | null;
}

const OUTCOME_OF_KIND = {
  create: 'created',
  update: 'updated',
  delete: 'inactivated',
  deactivate: 'inactivated',
} as const satisfies Record<WriteKind, Outcome>;

/**
 * What becomes of a record whose write was answered. What is gone is deleted where that was wanted; where it was to be changed it is
 * left, as `conflicted`, and not made anew. A job that goes both ways reads it first: its policy says what becomes of it.
 */
export function decideAnswer(
  kind: WriteKind,
  result: FinalResult,
  { readsGone = false }: { readonly readsGone?: boolean } = {},
): AnswerDecision {
  switch (result.kind) {
    case 'written':
      return {
        outcome: OUTCOME_OF_KIND[kind],
        reference: isEnding(kind) ? 'inactivate' : 'keep',
        problem: null,
      };
    case 'gone':
      if (kind === 'create') return failed(goneCreate());
      return {
        outcome: isEnding(kind) ? 'inactivated' : 'conflicted',
        reference: kind === 'update' && readsGone ? 'leave' : 'inactivate',
        problem: null,
      };
    case 'moved':
      return { outcome: 'conflicted', reference: 'leave', problem: null };
    case 'failed':
      return failed(result.problem);
  }
}

function failed(problem: Problem): AnswerDecision {
  const outcome = isRecoverable(problem.errorClass) ? 'errored' : 'refused';
  return { outcome, reference: 'leave', problem };
}

function goneCreate(): Problem {
  const message = 'The provider answered the creation of a record with that there is none';
  return describeProblem(new SyncError('provider.unexpected_shape', message));
}
