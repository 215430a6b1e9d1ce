import { chunkFailed, pageApplied } from '@evenkeel/contracts-messages';
import {
  errorPattern,
  isExecutionBreakerArmed,
  meaningOf,
  NO_OUTCOMES,
  readingPhase,
  storableText,
  type ErrorEntry,
  type Outcome,
  type OutcomeCounts,
  type Problem,
} from '@evenkeel/domain';
import type { OutcomeRow, PageResult, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { Applied } from '../steps/account.js';
import { findBrokenExecution } from '../steps/find-broken-execution.js';
import { keepFailures } from '../steps/record-failures.js';
import { failureOf, type PushedEntry, type PushedGroup } from './pushed-entry.js';

/** Keeps what became of every record that was looked at, moves the chunk on and tells the coordinator what it waits for. */
export async function accountPush(
  tx: Transaction,
  context: ApplyContext,
  group: PushedGroup,
): Promise<Applied> {
  const { chunk, page, entries } = group;
  const outcomes = countOf(entries);
  const failed = entries.filter(({ problem }) => problem !== null);
  const broken = failed.length > 0 ? await findBrokenExecution(tx, chunk, outcomes) : undefined;
  const told = entries.filter(({ problem, note }) => problem !== null || note !== undefined);
  if (told.length > 0) await tx.errorLog.add(chunk.executionId, told.map(errorOf(group)));
  const ended = page.cursorOut === null && broken === undefined;
  const { hasOpenFailures } = await tx.pages.advance(
    {
      chunkId: chunk.id,
      executionId: chunk.executionId,
      cursor: page.cursorOut,
      pages: 1,
      outcomes,
      bound: null,
      end: ended,
    },
    [resultOf(group, outcomes)],
    outcomeRowsOf(group),
  );
  await tell(tx, group, { ended, broken });
  // Of a run that goes wrong as a whole no single record is to blame.
  // Of what is only planned nothing was tried.
  if (chunk.plan?.role === 'make') return { pages: 1, outcomes, inactivated: 0 };
  if (broken === undefined && (hasOpenFailures || failed.length > 0)) await keepAll(tx, context, group);
  await noteChanges(tx, context, group);
  return { pages: 1, outcomes, inactivated: 0 };
}

function countOf(entries: readonly PushedEntry[]): OutcomeCounts {
  const counts: Record<Outcome, number> = { ...NO_OUTCOMES };
  for (const { outcome } of entries) counts[outcome] += 1;
  return counts;
}

function resultOf({ page, entries }: PushedGroup, outcomes: OutcomeCounts): PageResult {
  const { pageNo, attempt, cursorIn, cursorOut, observedAt } = page;
  const seen = entries.map(({ referenceId, outcome }) => ({ referenceId, outcome }));
  return { pageNo, attempt, cursorIn, cursorOut, observedAt, outcomes, seen };
}

function outcomeRowsOf({ page: { pageNo }, entries }: PushedGroup): readonly OutcomeRow[] {
  return entries.flatMap((entry, position): readonly OutcomeRow[] => {
    const { externalId, outcome, note } = entry;
    if (!meaningOf(outcome).keepsRow && note === undefined) return [];
    return [{ pageNo, position, externalId, outcome, problem: toldOf(entry), raw: null }];
  });
}

function errorOf({ chunk }: PushedGroup): (entry: PushedEntry) => ErrorEntry {
  return (entry) => ({
    phase: entry.outcome === 'rejected' ? 'applying' : readingPhase(chunk),
    externalId: entry.externalId,
    problem: toldOf(entry)!,
    attempt: 1,
  });
}

/** What people read of it; null: nothing. */
function toldOf({ recordId, problem, note }: PushedEntry): Problem | null {
  const told = problem ?? note;
  return told === undefined
    ? null
    : { ...told, message: storableText(`Record ${recordId}: ${told.message}`) };
}

async function keepAll(
  tx: Transaction,
  context: ApplyContext,
  { chunk, page, entries }: PushedGroup,
): Promise<void> {
  const groupKeyOf = ({ code, message }: Problem) => {
    const pattern = errorPattern(storableText(message));
    return { pattern, groupKey: context.digest(`${code}\n${pattern}`) };
  };
  const records = entries.flatMap((entry) => failureOf(entry, page.observedAt, groupKeyOf) ?? []);
  await keepFailures(tx, context, chunk.executionId, records);
}

/** What was not taken stays to be pushed. */
async function noteChanges(
  tx: Transaction,
  { jobId }: ApplyContext,
  { chunk: { executionId }, entries }: PushedGroup,
): Promise<void> {
  const isDone = ({ outcome }: PushedEntry) => meaningOf(outcome).isApplied;
  await tx.pushAnswers.forgetChanges(jobId, entries.filter(isDone));
  const left = entries.filter((entry) => !isDone(entry));
  await tx.pushAnswers.keepChanges(
    jobId,
    left.map(({ recordId }) => recordId),
  );
  await tx.changeRuns.noteTried(jobId, left, executionId);
}

interface Standing {
  readonly ended: boolean;
  readonly broken: Problem | undefined;
}

async function tell(
  tx: Transaction,
  { chunk, entries }: PushedGroup,
  { ended, broken }: Standing,
): Promise<void> {
  const { id: chunkId, executionId, attempt } = chunk;
  const armsBreaker =
    !isExecutionBreakerArmed([chunk]) &&
    isExecutionBreakerArmed([chunk, { fetched: entries.length, replayed: 0 }]);
  if (broken !== undefined) {
    await tx.chunkLeases.fail(chunkId, attempt, broken);
    await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
  } else if (ended || armsBreaker) {
    await tx.outbox.add(pageApplied, [{ executionId, chunkId, pagesApplied: chunk.pagesApplied + 1 }]);
  }
}
