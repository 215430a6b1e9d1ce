import { errorCatalog } from '../errors/error-catalog.js';
import type { Problem } from '../errors/sync-error.js';
import type { Postponement } from '../chunk/postponement.js';
import { cancelled, type CancelCause } from './cancel-reason.js';
import { listingUnended, outOfTime, reasonOf, timedOut } from './decide-giving-up.js';
import type { ExecutionReason } from './reason.js';
import {
  executionBreakerProblem,
  tripsExecutionBreaker,
  type ExecutionBreakerCounts,
} from '../receipt/execution-breaker.js';
import type { ExecutionStatus } from './status.js';

/** All that decides how an execution ends. */
export interface EndFacts {
  /** Who cancelled it. */
  readonly cancelledBy?: string;
  /** Who cancelled it did so by removing this. */
  readonly cause?: CancelCause | undefined;
  /** Why a chunk of it was given up for good. */
  readonly problem?: Problem;
  /** For what it would have to wait, and until when, which is longer than it has time. */
  readonly postponed?: { readonly by: Postponement; readonly until: Date };
  /** Its time is over: so many minutes. */
  readonly timedOutAfter?: number;
  /** So many records were created by a listing that nothing else than its time has ended. */
  readonly unended?: { readonly minutes: number; readonly created: number } | undefined;
  /** What the closing verification found wrong. */
  readonly mismatch?: string | undefined;
  /** What it breaks of the contract of its job. */
  readonly breach?: string | undefined;
  /** Decide whether the execution breaker stopped it. */
  readonly breakerCounts: ExecutionBreakerCounts;
  /** All its inputs, and how many of them failed. */
  readonly inputs: number;
  readonly failed: number;
}

export type EndStatus = Extract<
  ExecutionStatus,
  'completed' | 'completed_with_errors' | 'failed' | 'timed_out' | 'cancelled'
>;

export interface StatusRule {
  readonly condition: string;
  readonly status: EndStatus;
  /** Why an execution ends so; null where that needs no word, undefined where the condition does not hold. */
  readonly reason: (facts: EndFacts) => ExecutionReason | null | undefined;
}

/** The status table: the first condition that holds says how an execution ends, and the last one always does. */
export const STATUS_TABLE: readonly StatusRule[] = [
  {
    condition: 'stopped by a person',
    status: 'cancelled',
    reason: ({ cancelledBy, cause }) =>
      cancelledBy === undefined ? undefined : cancelled(cancelledBy, cause),
  },
  {
    condition: 'more than half of at least 10 processed records failed',
    status: 'failed',
    reason: ({ breakerCounts }) =>
      tripsExecutionBreaker(breakerCounts) ? reasonOf(executionBreakerProblem(breakerCounts)) : undefined,
  },
  {
    condition: 'given up: configuration, credentials, or errors that outlast their retries',
    status: 'failed',
    reason: ({ problem }) => (problem === undefined ? undefined : reasonOf(problem)),
  },
  {
    condition: 'timeout exceeded in a listing that nothing else would have ended',
    status: 'timed_out',
    reason: ({ unended }) =>
      unended === undefined ? undefined : listingUnended(unended.minutes, unended.created),
  },
  {
    condition: 'has to wait for its provider or its quota for longer than it has time left',
    status: 'failed',
    reason: ({ postponed }) =>
      postponed === undefined ? undefined : outOfTime(postponed.by, postponed.until),
  },
  {
    condition: 'timeout exceeded',
    status: 'timed_out',
    reason: ({ timedOutAfter }) => (timedOutAfter === undefined ? undefined : timedOut(timedOutAfter)),
  },
  {
    condition: 'receipt or closing verification does not balance',
    status: 'failed',
    reason: ({ mismatch }) => (mismatch === undefined ? undefined : unbalanced(mismatch)),
  },
  {
    condition: 'a limit that the contract sets was broken',
    status: 'failed',
    reason: ({ breach }) => (breach === undefined ? undefined : brokenContract(breach)),
  },
  {
    condition: 'all records failed',
    status: 'failed',
    reason: ({ inputs, failed }) => (failed > 0 && failed === inputs ? allFailed(inputs) : undefined),
  },
  {
    condition: 'some failures, some successes',
    status: 'completed_with_errors',
    reason: ({ failed }) => (failed > 0 ? null : undefined),
  },
  {
    condition: 'receipt balances, no failures',
    status: 'completed',
    reason: () => null,
  },
];

export interface End {
  readonly status: EndStatus;
  readonly reason: ExecutionReason | null;
}

export function decideEnd(facts: EndFacts): End {
  for (const { status, reason } of STATUS_TABLE) {
    const why = reason(facts);
    if (why !== undefined) return { status, reason: why };
  }
  throw new Error('The last rule of the status table always holds');
}

function unbalanced(message: string): ExecutionReason {
  const { remedy } = errorCatalog['verification.unbalanced'];
  return { kind: 'verification', code: 'verification.unbalanced', message, remedy };
}

function brokenContract(message: string): ExecutionReason {
  const { remedy } = errorCatalog['run.contract_broken'];
  return { kind: 'contract', code: 'run.contract_broken', message, remedy };
}

function allFailed(inputs: number): ExecutionReason {
  return {
    kind: 'all_failed',
    code: null,
    message: `None of the ${inputs} records could be applied`,
    remedy: 'Look at the errors of the execution: they usually share one cause, often a mapping rule.',
  };
}
