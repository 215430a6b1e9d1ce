import type { ExecutionSummary, ExecutionView, ReceiptView } from '@evenkeel/contracts-admin';
import {
  deadlineOf,
  hasEnded,
  MOST_ROUNDS,
  progressOf,
  summarize,
  waitingOf,
  waitOfExecution,
  type Chunk,
  type Execution,
  type Outage,
  type Problem,
  type Receipt,
  type Slice,
  type Wait,
} from '@evenkeel/domain';

/** All that is read to show one execution. */
export interface ShownExecution {
  readonly execution: Execution;
  readonly jobName: string;
  /** Its receipt once it has ended, until then what its chunks have counted so far. */
  readonly counts: Receipt;
  /** Of one that goes on; for one that has ended they may be left out. */
  readonly chunks: readonly Chunk[];
  /** Outages of the bus that may have kept its timeout clock still. */
  readonly outages: readonly Outage[];
  readonly now: Date;
}

export function executionToSummary(facts: ShownExecution): ExecutionSummary {
  const { execution, jobName, counts, chunks, outages, now } = facts;
  const ended = hasEnded(execution.status);
  return {
    id: execution.id,
    job: { id: execution.jobId, name: jobName, revision: execution.jobRevision },
    trigger: { id: execution.triggerId, kind: execution.triggerKind, actor: execution.actor },
    lane: execution.lane,
    mode: execution.mode,
    scope: execution.scope.kind,
    scopeNote: execution.scopeNote ?? null,
    priority: execution.priority,
    path: execution.path,
    status: execution.status,
    ended,
    epoch: execution.epoch,
    reason: execution.reason,
    requestedAt: execution.requestedAt.toISOString(),
    startedAt: toText(execution.startedAt),
    finishedAt: toText(execution.finishedAt),
    deadline: toText(ended ? execution.deadline : deadlineOf(execution, outages, now)),
    heldBy: execution.heldBy,
    waiting: waitingOf(execution, chunks),
    wait: waitToView(waitOfExecution(execution, chunks, now)),
    durationMs: durationMs(execution, now),
    retry: { ...execution.retry, nextAttemptAt: toText(execution.retry.nextAttemptAt) },
    progress: progressOf(execution, counts, chunks),
    receipt: receiptToView(counts),
    plan: execution.plan ? { id: execution.plan.planId, kind: execution.plan.kind } : null,
  };
}

/** What only the view of a single execution shows. */
interface ExecutionDetails {
  readonly failures: ReadonlyMap<string, Problem>;
  readonly waitsFor: ExecutionView['waitsFor'];
}

export function executionToView(
  facts: ShownExecution,
  { failures, waitsFor }: ExecutionDetails,
): ExecutionView {
  const chunkViews = facts.chunks.map((chunk) => ({
    ordinal: chunk.ordinal,
    state: chunk.state,
    epoch: chunk.epoch,
    attempt: chunk.attempt,
    slice: chunk.slice.kind,
    sliceLabel: labelOf(chunk.slice),
    pagesApplied: chunk.pagesApplied,
    fetched: chunk.fetched,
    replayed: chunk.replayed,
    outcomes: chunk.outcomes,
    problem: failures.get(chunk.id) ?? null,
  }));
  return { ...executionToSummary(facts), waitsFor, doubts: doubtsOf(facts.chunks), chunks: chunkViews };
}

function labelOf(slice: Slice): string | null {
  if (slice.kind === 'range') return slice.label;
  if (slice.kind === 'push' && (slice.after ?? slice.until) !== undefined)
    return `records behind ${slice.after ?? '0'}, up to ${slice.until ?? 'the last'}`;
  return slice.kind === 'retry' ? `retry ${slice.round} of ${MOST_ROUNDS}` : null;
}

function receiptToView(receipt: Receipt): ReceiptView {
  return {
    ...summarize(receipt),
    replayed: receipt.replayed,
    outcomes: receipt.outcomes,
    balanced: receipt.balanced,
    derived: receipt.derived ?? null,
    closeOut: receipt.closeOut ?? null,
  };
}

function durationMs({ startedAt, finishedAt }: Execution, now: Date): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (finishedAt ?? now).getTime() - startedAt.getTime());
}

/** What speaks against its listings having given everything. */
function doubtsOf(chunks: readonly Chunk[]): string[] {
  return [...new Set(chunks.flatMap(({ doubt }) => doubt ?? []))];
}

function waitToView(wait: Wait | null): ExecutionSummary['wait'] {
  return wait === null ? null : { until: wait.until.toISOString(), message: wait.message };
}

function toText(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
