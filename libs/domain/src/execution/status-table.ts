import { errorCatalog } from '../errors/error-catalog.js';
import type { Problem } from '../errors/sync-error.js';
import { reasonOf, timedOut } from './decide-giving-up.js';
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
  /** Who cancelled it did so by removing its job. */
  readonly jobRemoved?: boolean | undefined;
  /** Why a chunk of it was given up for good. */
  readonly problem?: Problem;
  /** Its time is over: so many minutes. */
  readonly timedOutAfter?: number;
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
  readonly holds: (facts: EndFacts) => boolean;
  readonly reason: (facts: EndFacts) => ExecutionReason | null;
}

/** The status table: the first condition that holds says how an execution ends, and the last one always does. */
export const STATUS_TABLE: readonly StatusRule[] = [
  {
    condition: 'stopped by a person',
    status: 'cancelled',
    holds: ({ cancelledBy }) => cancelledBy !== undefined,
    reason: ({ cancelledBy = '', jobRemoved = false }) => cancelled(cancelledBy, jobRemoved),
  },
  {
    condition: 'more than half of at least 10 processed records failed',
    status: 'failed',
    holds: ({ breakerCounts }) => tripsExecutionBreaker(breakerCounts),
    reason: ({ breakerCounts }) => reasonOf(executionBreakerProblem(breakerCounts)),
  },
  {
    condition: 'given up: configuration, credentials, or errors that outlast their retries',
    status: 'failed',
    holds: ({ problem }) => problem !== undefined,
    reason: ({ problem }) => (problem === undefined ? null : reasonOf(problem)),
  },
  {
    condition: 'timeout exceeded',
    status: 'timed_out',
    holds: ({ timedOutAfter }) => timedOutAfter !== undefined,
    reason: ({ timedOutAfter = 0 }) => timedOut(timedOutAfter),
  },
  {
    condition: 'receipt or closing verification does not balance',
    status: 'failed',
    holds: ({ mismatch }) => mismatch !== undefined,
    reason: ({ mismatch = '' }) => unbalanced(mismatch),
  },
  {
    condition: 'a limit that the contract sets was broken',
    status: 'failed',
    holds: ({ breach }) => breach !== undefined,
    reason: ({ breach = '' }) => brokenContract(breach),
  },
  {
    condition: 'all records failed',
    status: 'failed',
    holds: ({ inputs, failed }) => failed > 0 && failed === inputs,
    reason: ({ inputs }) => allFailed(inputs),
  },
  {
    condition: 'some failures, some successes',
    status: 'completed_with_errors',
    holds: ({ failed }) => failed > 0,
    reason: () => null,
  },
  {
    condition: 'receipt balances, no failures',
    status: 'completed',
    holds: () => true,
    reason: () => null,
  },
];

export interface End {
  readonly status: EndStatus;
  readonly reason: ExecutionReason | null;
}

export function decideEnd(facts: EndFacts): End {
  const rule = STATUS_TABLE.find(({ holds }) => holds(facts));
  if (rule === undefined) throw new Error('The last rule of the status table always holds');
  return { status: rule.status, reason: rule.reason(facts) };
}

function cancelled(actor: string, jobRemoved: boolean): ExecutionReason {
  if (jobRemoved) {
    return { kind: 'user', code: null, message: `Cancelled by ${actor}, who removed the job`, remedy: null };
  }
  const remedy = 'Resume it to go on from the last page that was applied.';
  return { kind: 'user', code: null, message: `Cancelled by ${actor}`, remedy };
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
