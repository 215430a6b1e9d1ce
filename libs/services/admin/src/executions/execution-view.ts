import type { ExecutionSummary, ExecutionView, ReceiptView } from '@evenkeel/contracts-http';
import {
  hasEnded,
  receiptOf,
  summarize,
  type Chunk,
  type Execution,
  type Problem,
  type Receipt,
} from '@evenkeel/domain';
import { describeProgress } from './describe-progress.js';

/** All that is read to show one execution. */
export interface ExecutionFacts {
  readonly execution: Execution;
  readonly jobName: string;
  readonly chunks: readonly Chunk[];
  /** What was kept when it ended; undefined while it goes on. */
  readonly receipt: Receipt | undefined;
  readonly now: Date;
}

export function executionToSummary(facts: ExecutionFacts): ExecutionSummary {
  const { execution, jobName, chunks, now } = facts;
  const ended = hasEnded(execution.status);
  return {
    id: execution.id,
    job: { id: execution.jobId, name: jobName, revision: execution.jobRevision },
    trigger: { id: execution.triggerId, kind: execution.triggerKind, actor: execution.actor },
    lane: execution.lane,
    mode: execution.mode,
    scope: execution.scope.kind,
    status: execution.status,
    ended,
    epoch: execution.epoch,
    reason: execution.reason,
    requestedAt: execution.requestedAt.toISOString(),
    startedAt: toText(execution.startedAt),
    finishedAt: toText(execution.finishedAt),
    deadline: toText(execution.deadline),
    durationMs: durationMs(execution, now),
    progress: describeProgress(execution, chunks),
    // A receipt that was kept before a resume counts less than the chunks do by now.
    receipt: receiptToView(ended ? (facts.receipt ?? receiptOf(chunks)) : receiptOf(chunks)),
  };
}

export function executionToView(
  facts: ExecutionFacts,
  failures: ReadonlyMap<string, Problem>,
): ExecutionView {
  const chunks = facts.chunks.map((chunk) => ({
    ordinal: chunk.ordinal,
    state: chunk.state,
    epoch: chunk.epoch,
    attempt: chunk.attempt,
    slice: chunk.slice.kind,
    pagesApplied: chunk.pagesApplied,
    fetched: chunk.fetched,
    outcomes: chunk.outcomes,
    problem: failures.get(chunk.id) ?? null,
  }));
  return { ...executionToSummary(facts), chunks };
}

function receiptToView(receipt: Receipt): ReceiptView {
  return { ...summarize(receipt), outcomes: receipt.outcomes, balanced: receipt.balanced };
}

function durationMs({ startedAt, finishedAt }: Execution, now: Date): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (finishedAt ?? now).getTime() - startedAt.getTime());
}

function toText(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
