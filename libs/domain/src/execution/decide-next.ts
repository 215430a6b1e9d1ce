import { planDetails, type WantedPage } from '../chunk/plan-details.js';
import type { Chunk } from '../chunk/chunk.js';
import type { FailedRecords } from '../chunk/plan-retries.js';
import type { Slice } from '../chunk/slice.js';
import { isInDoubt } from '../control/decide-outage.js';
import { findBreach } from '../job/find-breach.js';
import type { Job } from '../job/job.js';
import { decideFollowUp } from '../preview/decide-follow-up.js';
import { planForesight } from '../preview/plan-foresight.js';
import type { Plan } from '../preview/plan.js';
import { decideClosing, type Closing, type PageSums } from '../receipt/decide-closing.js';
import { planFirstPush, planTwoWay } from '../two-way/plan-two-way.js';
import { decideProgress, type Progress } from './decide-progress.js';
import type { Execution } from './execution.js';

/** What a message or a sweep always finds out about a running execution. */
export interface Situation {
  readonly execution: Execution;
  readonly chunks: readonly Chunk[];
  /** When its time is over, as far as is known now. */
  readonly deadline: Date | null;
  readonly now: Date;
}

/** What else has to be known of an execution of which not simply chunks are under way. */
export interface ExecutionFacts extends Situation {
  /** As it was when the execution began. */
  readonly job: Job;
  /** Since when the oldest message waits to be published; null where none does, or the time of the execution is not over. */
  readonly waitingSince: Date | null;
  /** Records of its inventory of which the details are yet to be read. */
  readonly wanted: readonly WantedPage[];
  /** Records that failed in a way that may pass and are to be tried again. */
  readonly retried: readonly FailedRecords[];
  /** False while it is still to be decided what its listing says is gone. */
  readonly isJudged: boolean;
  /** The plan that it has made and has not carried out, locked. */
  readonly plan: Plan | undefined;
  /** Of a job that goes both ways: external ids of what its last push was refused for because the provider's record had changed. */
  readonly moved?: readonly string[];
  /** Of a job that goes both ways: external ids of records that are to be joined again before anything is sent. */
  readonly rejoined?: readonly string[];
}

/** What the closing verification holds the counts of the chunks against. */
export interface Verification {
  readonly totals: readonly PageSums[];
  /** In what the active records are not those that it has listed, in words; undefined: in nothing. */
  readonly difference: string | undefined;
}

/** What is to be done next about a running execution. */
export type Next =
  /** Chunks are under way, or it is not known whether its time is over. */
  | { readonly kind: 'wait' }
  /** What its inventory listed as new or changed is to be read. */
  | { readonly kind: 'read_details'; readonly slices: readonly Slice[] }
  /** What is left to be sent, or has to be read anew before that. */
  | { readonly kind: 'push'; readonly slices: readonly Slice[] }
  | { readonly kind: 'retry_records'; readonly parts: readonly FailedRecords[] }
  /** Its plan is to look at this, too. */
  | { readonly kind: 'foresee'; readonly slices: readonly Slice[] }
  /** The reconciler is to say what the listing says is gone. */
  | { readonly kind: 'judge' }
  /** Its plan was approved. */
  | { readonly kind: 'carry_out'; readonly plan: Plan }
  /** It may end: ask again with the {@link Verification}. */
  | { readonly kind: 'verify' }
  /** Its plan is made and has to be approved. */
  | { readonly kind: 'await_approval' }
  | { readonly kind: 'close'; readonly closing: Closing }
  | { readonly kind: 'give_up' }
  | Extract<Progress, { readonly kind: 'out_of_time' }>
  | { readonly kind: 'time_out' };

/** Whether the execution goes on by itself, so that {@link decideNext} would wait whatever else there is to know of it. */
export function isUnderWay({ chunks, deadline, now }: Situation): boolean {
  return decideProgress({ deadline }, chunks, { now }).kind === 'wait';
}

export function decideNext(facts: ExecutionFacts, verification?: Verification): Next {
  const { job, chunks, wanted, retried, deadline, now, isJudged } = facts;
  const slices = planDetails(wanted, job.definition.chunkSize);
  if (slices.length > 0) return { kind: 'read_details', slices };
  const parts = retried.filter(({ externalIds }) => externalIds.length > 0);
  if (parts.length > 0) return { kind: 'retry_records', parts };
  const progress = decideProgress({ deadline }, chunks, { now, isJudged });
  switch (progress.kind) {
    case 'time_out':
      return isInDoubt(facts.waitingSince, now) ? { kind: 'wait' } : progress;
    case 'judge':
      // What breaks the contract of its job proves nothing about records that are gone.
      return breachOf(facts) === undefined ? progress : decideFinish(facts, verification);
    case 'close':
      return decideFinish(facts, verification);
    case 'wait':
    case 'give_up':
    case 'out_of_time':
      return progress;
  }
}

/** Every chunk reached its end: the execution does too, unless its plan is yet to be approved or carried out. */
function decideFinish(facts: ExecutionFacts, verification: Verification | undefined): Next {
  const { execution, chunks, plan, job } = facts;
  const foreseen = planForesight(execution, chunks, job.definition.direction);
  if (foreseen.length > 0) return { kind: 'foresee', slices: foreseen };
  const followUp = decideFollowUp(execution, chunks, plan?.state);
  if (followUp === 'carry_out' && plan !== undefined) return { kind: 'carry_out', plan };
  const pushed = followUp === 'await_approval' ? [] : pushedOf(facts);
  if (pushed.length > 0) return { kind: 'push', slices: pushed };
  if (verification === undefined) return { kind: 'verify' };
  const { totals, difference } = verification;
  const closing = decideClosing(chunks, totals, { breach: breachOf(facts), difference });
  if (followUp === 'await_approval' && closing.status !== 'failed') return { kind: 'await_approval' };
  return { kind: 'close', closing };
}

/** What breaks the contract of its job sends nothing. */
function pushedOf(facts: ExecutionFacts): readonly Slice[] {
  const { job, execution, chunks, moved = [], rejoined = [] } = facts;
  const { lane, scope } = execution;
  const { direction } = job.definition;
  const writing = chunks.filter((chunk) => chunk.plan?.role !== 'make');
  if (direction === 'outbound') return execution.plan?.pairs === true ? planFirstPush(writing) : [];
  const isDue = direction === 'bidirectional' && (lane === 'bulk' || scope.kind === 'push');
  return isDue && breachOf(facts) === undefined ? planTwoWay(writing, { moved, rejoined }) : [];
}

function breachOf({ job, execution, chunks }: ExecutionFacts): string | undefined {
  return findBreach(job.definition.contract, execution, chunks);
}
