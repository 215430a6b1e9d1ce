import { executionClosed, listingEnded, executionDue } from '@evenkeel/contracts-messages';
import {
  advanceWatermark,
  closeOutCounts,
  closesOut,
  deadlineOf,
  decideClosing,
  decideEnd,
  decideProgress,
  decideExecutionRetry,
  decideFollowUp,
  endFactsOf,
  hasSucceeded,
  hasWritten,
  isInDoubt,
  isListing,
  JOB_DEFAULTS,
  joinsOn,
  receiptOf,
  type Chunk,
  type End,
  type EndFacts,
  type Execution,
  type ExecutionId,
  type ExecutionReason,
  type Plan,
  type Receipt,
  type Watermark,
} from '@evenkeel/domain';
import { Ids, Logger, Random, Store, type Transaction } from '@evenkeel/ports';
import { applyControls } from './apply-controls.js';
import { CoordinatorMetrics } from './coordinator-metrics.js';
import { readDetails } from './read-details.js';
import { readBreach } from './read-breach.js';
import { readDifference } from './read-difference.js';
import { awaitApproval, carryOut, settlePlans } from './plan-stages.js';
import { retryRecords } from './retry-records.js';
import { takeBackFailures } from './take-back-failures.js';

interface Ending extends End {
  readonly receipt: Receipt;
}

/** Looks at a running execution under its lock and does what it needs next. Calling it once too often does nothing. */
export class CoordinateExecution {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly metrics: CoordinatorMetrics,
    private readonly log: Logger,
    private readonly random: Random,
  ) {}

  async coordinate(executionId: ExecutionId): Promise<void> {
    const ended = await this.store.transaction(async (tx) => {
      const locked = await tx.executions.lock(executionId);
      if (locked === undefined) return undefined;
      const now = await tx.now();
      const execution = await applyControls(tx, locked, now);
      if (execution.status !== 'running') return undefined;
      const chunks = await tx.chunks.ofExecution(executionId);
      const { ids, random } = this;
      if (await readDetails(tx, execution, { chunks, ids })) return undefined;
      if (await retryRecords(tx, execution, { chunks, now, ids, random })) return undefined;
      const deadline = deadlineOf(execution, await tx.outages.since(execution.clockSince ?? now), now);
      const isDue = closesOut(execution) && hasWritten(execution, chunks);
      const isJudged = !isDue || (await tx.closeOuts.isJudged(executionId));
      const progress = decideProgress({ deadline }, chunks, { now, isJudged });
      switch (progress.kind) {
        case 'wait':
          return undefined;
        case 'judge':
          // What breaks the contract of its job proves nothing about records that are gone.
          if ((await readBreach(tx, execution, chunks)) !== undefined) {
            return this.finish(tx, execution, { chunks, now });
          }
          await tx.outbox.add(listingEnded, [{ executionId }]);
          return undefined;
        case 'close':
          return this.finish(tx, execution, { chunks, now });
        case 'give_up':
          return end(tx, execution, await giveUp(tx, execution), now);
        case 'time_out':
          if (isInDoubt(await tx.outages.waitingSince(), now)) return undefined;
          return end(tx, execution, await timeOut(tx, execution), now);
      }
    });
    if (ended === undefined) return;
    this.metrics.countEnded(ended);
    this.log.info('execution ended', { executionId, status: ended.status, reason: ended.reason?.kind });
  }

  /** Every chunk reached its end: the execution does too, unless its plan is yet to be approved or carried out. */
  private async finish(
    tx: Transaction,
    execution: Execution,
    { chunks, now }: Finished,
  ): Promise<Execution | undefined> {
    const plan = execution.plan ? await tx.plans.lock(execution.plan.planId) : undefined;
    const stage = decideFollowUp(execution, chunks, plan?.state);
    if (stage === 'carry_out' && plan !== undefined) {
      await carryOut(tx, execution, { chunks, plan, ids: this.ids });
      await tx.outbox.add(executionDue, [{ executionId: execution.id }]);
      return undefined;
    }
    const closing = decideClosing(chunks, await tx.pages.totals(execution.id), {
      breach: await readBreach(tx, execution, chunks),
      difference: await readDifference(tx, execution, chunks),
    });
    if (stage === 'await_approval' && closing.status !== 'failed') {
      await awaitApproval(tx, execution, { chunks, now });
      return undefined;
    }
    await takeBackFailures(tx, execution, closing);
    if (closing.status !== 'failed') await settle(tx, execution, chunks, plan);
    return end(tx, execution, closing, now);
  }
}

interface Finished {
  readonly chunks: readonly Chunk[];
  readonly now: Date;
}

/** A record left behind is a failure, kept in the transaction of its page: no later run has to come past it again. */
async function settle(
  tx: Transaction,
  execution: Execution,
  chunks: readonly Chunk[],
  plan: Plan | undefined,
): Promise<void> {
  await settlePlans(tx, execution, chunks);
  if (execution.lane !== 'bulk') return;
  if (execution.scope.kind === 'full') await markMapped(tx, execution);
  const current = await tx.watermarks.find(execution.jobId);
  if (!joinsOn(execution.scope, current)) return;
  const next = advanceWatermark(current, boundsOf(execution, chunks, plan));
  if (next !== undefined) await tx.watermarks.save(execution.jobId, next, execution.id);
}

/** From here on an equal version in an inventory says that nothing changed. */
async function markMapped(tx: Transaction, { jobId, jobRevision }: Execution): Promise<void> {
  const job = await tx.jobs.find(jobId, jobRevision);
  if (job === undefined) return;
  const { stream, recordType } = job.definition;
  await tx.inventories.markMappedAs(
    { connectionId: job.connectionId, stream, recordType },
    jobId,
    jobRevision,
  );
}

/**
 * Records that were tried again say nothing of how far the listing was read. Where a plan was carried out, its own
 * listing counts: what has changed since was not written.
 */
function boundsOf(
  { plan: role }: Execution,
  chunks: readonly Chunk[],
  plan: Plan | undefined,
): readonly (Watermark | null)[] {
  if (role?.kind === 'carry_out') return plan?.summary.bounds ?? [];
  return chunks
    .filter(({ slice, plan: part }) => isListing(slice) && part?.role !== 'follow')
    .map((chunk) => chunk.bound);
}

async function giveUp(tx: Transaction, execution: Execution): Promise<Ending> {
  const [failure] = await tx.chunks.failures(execution.id);
  if (failure === undefined) throw new Error(`A chunk of ${execution.id} failed without a problem`);
  const ending = await stop(tx, execution, { problem: failure.problem });
  if (ending.reason?.kind === 'auth') await askForAttention(tx, execution, ending.reason);
  await takeBackFailures(tx, execution, ending);
  return ending;
}

async function askForAttention(
  tx: Transaction,
  execution: Execution,
  reason: ExecutionReason,
): Promise<void> {
  const job = await tx.jobs.find(execution.jobId, execution.jobRevision);
  if (job !== undefined) await tx.connections.saveStatus(job.connectionId, 'needs_attention', reason.message);
}

async function timeOut(tx: Transaction, execution: Execution): Promise<Ending> {
  const job = await tx.jobs.find(execution.jobId, execution.jobRevision);
  const minutes = job?.definition.timeoutMinutes ?? JOB_DEFAULTS.timeoutMinutes;
  return stop(tx, execution, { timedOutAfter: minutes });
}

/** Takes every chunk from whoever works on it; only then do their counts add up to what was really applied. */
async function stop(
  tx: Transaction,
  execution: Execution,
  cause: Pick<EndFacts, 'problem' | 'timedOutAfter'>,
): Promise<Ending> {
  await tx.chunks.abandonAll(execution.id);
  const chunks = await tx.chunks.ofExecution(execution.id);
  return { ...decideEnd({ ...endFactsOf(chunks), ...cause }), receipt: receiptOf(chunks) };
}

/** From here on no page of an earlier epoch can be applied, and none of this one is left. */
async function end(tx: Transaction, execution: Execution, ending: Ending, now: Date): Promise<Execution> {
  const ended: Execution = {
    ...execution,
    status: ending.status,
    reason: ending.reason,
    phase: 'finalizing',
    epoch: execution.epoch + 1,
    finishedAt: now,
  };
  const job = await tx.jobs.find(execution.jobId, execution.jobRevision);
  const retry = decideExecutionRetry(ended, job?.definition ?? JOB_DEFAULTS, now);
  await tx.executions.save({ ...ended, retry });
  if (hasSucceeded(ended.status)) await tx.executionRetries.resolveDeadLetters(ended);
  else if (execution.plan) await tx.plans.failMaking(ended, ending.reason?.message ?? ended.status);
  const closeOut = closeOutCounts(ended, await tx.closeOuts.find(execution.id));
  await tx.receipts.save(execution.id, { ...ending.receipt, closeOut });
  await tx.outbox.add(executionClosed, [{ executionId: execution.id, jobId: execution.jobId }]);
  return ended;
}
