import type { TriggerId } from '../ids.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import type { JobDefinition } from '../job/job.js';
import type { Trigger } from '../trigger/trigger.js';
import type { Execution } from './execution.js';
import type { ExecutionRetry } from './execution-retry.js';
import type { ReasonKind } from './reason.js';
import { mayResume } from './status.js';

const FIRST_WAIT_MS = 60_000;

/** Trying again changes nothing about these: a person has to. */
const NOT_RETRIED: readonly ReasonKind[] = [
  'config',
  'auth',
  'contract',
  'schema_changed',
  'user',
  'connection_removed',
  'connection_disabled',
];
/** Nor about these, whatever their kind. */
const NOT_RETRIED_CODES: readonly (string | null)[] = ['run.listing_unended'] satisfies readonly ErrorCode[];

/**
 * What becomes of an execution that has just ended: one that failed or timed out is tried again after 1, 2, 4 ... minutes, as
 * often as its job says, and never before it is of use; then it is a dead letter. A plan is carried out at most once, and never by itself.
 */
export function decideExecutionRetry(
  ended: Pick<Execution, 'status' | 'reason' | 'retry' | 'plan' | 'scope'>,
  { retryOnFailure, maxRetries }: Pick<JobDefinition, 'retryOnFailure' | 'maxRetries'>,
  now: Date,
): ExecutionRetry {
  const { status, reason, plan, retry, scope } = ended;
  const final = { ...retry, nextAttemptAt: null, deadLetter: null, note: null };
  const isRetried =
    (status === 'failed' || status === 'timed_out') &&
    !NOT_RETRIED.includes(reason?.kind ?? 'user') &&
    !NOT_RETRIED_CODES.includes(reason?.code ?? null);
  // What a run of local changes leaves is asked for again by itself.
  const isOfChanges = scope.kind === 'push' && scope.recordIds !== undefined;
  if (!isRetried || !retryOnFailure || plan || isOfChanges) return final;
  if (retry.count >= maxRetries) return { ...final, deadLetter: 'dead' };
  const backedOff = now.getTime() + FIRST_WAIT_MS * 2 ** retry.count;
  const useful = reason?.until === undefined ? 0 : Date.parse(reason.until);
  return { ...final, nextAttemptAt: new Date(Math.max(backedOff, useful)) };
}

/** A request for what an ended execution was to do; `asked` is what it was asked for with. */
export function retryTrigger(
  asked: Trigger,
  { id: retryOf }: Pick<Execution, 'id'>,
  { id, actor }: { readonly id: TriggerId; readonly actor: string },
): Trigger {
  const { jobId, externalIds, deliveryIds = null, failureIds = null, approvalId = null } = asked;
  const { mode, period = null } = asked;
  return {
    ...{ id, jobId, kind: 'retry', actor, externalIds, deliveryIds, failureIds, approvalId, mode, period },
    retryOf,
  };
}

/** Whether a person may try an execution again as a whole, or give it up. */
export function isRetriable({ status, plan }: Pick<Execution, 'status' | 'plan'>): boolean {
  return !plan && mayResume(status);
}
