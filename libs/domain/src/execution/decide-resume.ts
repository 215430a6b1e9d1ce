import type { ExecutionId } from '../ids.js';
import { SyncError } from '../errors/sync-error.js';
import type { Chunk } from '../chunk/chunk.js';
import type { Execution } from './execution.js';
import type { InactivationApproval } from '../inactivation/inactivation-approval.js';
import { isOfEndless } from '../page/find-endless.js';
import { mayResume } from './status.js';
import { windClock } from './timeout-clock.js';

export interface ResumeCircumstances {
  readonly chunks: readonly Pick<Chunk, 'state'>[];
  /** The bulk execution of the same job that runs, is paused or waits for approval. */
  readonly activeBulk: ExecutionId | undefined;
  /** What a person was asked about what it has created; undefined: nothing. */
  readonly asked?: Pick<InactivationApproval, 'id' | 'cause' | 'state'> | undefined;
  readonly timeoutMinutes: number;
  readonly now: Date;
}

export type Resuming =
  | { readonly kind: 'resume'; readonly execution: Execution }
  /** It runs: it was resumed before, or it never ended. */
  | { readonly kind: 'already_running' };

/**
 * Whether an ended execution may go on, and the execution as it then is: a new epoch of the same run, which keeps its
 * scope, its frozen bound and every page that was applied. Throws `request.wrong_state`.
 */
export function decideResume(
  execution: Execution,
  { chunks, activeBulk, asked, timeoutMinutes, now }: ResumeCircumstances,
): Resuming {
  if (execution.status === 'running') return { kind: 'already_running' };
  if (!mayResume(execution.status)) {
    throw refusal(`An execution that is ${execution.status} cannot be resumed`);
  }
  const stopper = findStopper(execution.reason);
  if (stopper !== undefined) throw refusal(stopper);
  assertKept(asked);
  if (execution.startedAt === null || chunks.length === 0) {
    throw refusal('The execution ended before it read anything: run the job again instead');
  }
  if (chunks.every((chunk) => chunk.state === 'applied')) {
    throw refusal(
      'Every page of the execution was applied, nothing is left to resume: run the job again instead',
    );
  }
  if (execution.lane === 'bulk' && activeBulk !== undefined) {
    throw refusal(`Execution ${activeBulk} of the same job is active: wait for its end, or cancel it first`);
  }
  return {
    kind: 'resume',
    execution: {
      ...execution,
      status: 'running',
      phase: 'fetching',
      epoch: execution.epoch + 1,
      reason: null,
      finishedAt: null,
      retry: { ...execution.retry, nextAttemptAt: null, deadLetter: null },
      ...windClock(timeoutMinutes, now),
    },
  };
}

/** Why an execution that ended for this would be stopped again if it went on; undefined: it may get further. */
export function findStopper(reason: Execution['reason']): string | undefined {
  if (reason?.kind === 'circuit_breaker') {
    return 'The execution was stopped because most records failed, and none of them was kept: run the job again instead';
  }
  if (isOfEndless(reason?.code ?? null)) {
    return 'The listing of the execution was stopped because it gave too much: say how many may come, and run the job again';
  }
  return undefined;
}

/** What may be made up is decided on before more of it is read. */
function assertKept(asked: ResumeCircumstances['asked']): void {
  if (asked?.cause !== 'endless_listing') return;
  if (asked.state === 'waiting') {
    throw refusal(
      `What the execution has created waits for a decision: reject approval ${asked.id} to keep it, then resume`,
    );
  }
  if (asked.state === 'granted') {
    throw refusal(
      'What the execution has created was made inactive by an approval: run the job again instead',
    );
  }
}

function refusal(message: string): SyncError {
  return new SyncError('request.wrong_state', message);
}
