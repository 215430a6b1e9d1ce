import { chunkFailed, pageApplied } from '@evenkeel/contracts-messages';
import {
  addCounts,
  countListed,
  describeTwin,
  errorsOf,
  hasDerived,
  isExecutionBreakerArmed,
  isListing,
  isTold,
  nextBound,
  type InputCounts,
  type OutcomeCounts,
  type Problem,
} from '@evenkeel/domain';
import type { ChunkAdvance, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { WrittenGroup } from '../pages/page-group.js';
import { findBrokenExecution } from './find-broken-execution.js';
import { countReplays, toOutcomeRows, toPageResults } from './page-results.js';
import { recordFailures } from './record-failures.js';

/** What a transaction has done. */
export interface Applied {
  readonly pages: number;
  readonly outcomes: OutcomeCounts;
  readonly inactivated: number;
}

/** Keeps what became of every input, moves the chunk on and tells the coordinator what it waits for. */
export async function account(tx: Transaction, context: ApplyContext, group: WrittenGroup): Promise<Applied> {
  const { chunk, inputs, pages, inactivated } = group;
  const results = toPageResults(group);
  const counted = addCounts(results.map(({ outcomes, seen }) => ({ fetched: seen.length, outcomes })));
  const isOdd = inputs.some(isTold);
  const hasFailed = isOdd && inputs.some(({ decision }) => decision.kind === 'fail');
  const broken = hasFailed ? await findBrokenExecution(tx, chunk, counted.outcomes) : undefined;
  if (isOdd) await tx.errorLog.add(chunk.executionId, errorsOf(chunk, inputs));
  // In a plan a record that fails is planned as such.
  const mayHaveTwins = (hasFailed || chunk.plan) && isListing(chunk.slice);
  const twin = mayHaveTwins ? describeTwin(inputs) : undefined;
  if (twin !== undefined) await tx.chunkLeases.doubt(chunk.id, chunk.attempt, twin);
  const ended = pages[pages.length - 1]?.cursorOut === null && broken === undefined;
  const { hasOpenFailures } = await tx.pages.advance(
    advanceOf(group, counted, ended),
    results,
    toOutcomeRows(group, context),
  );
  if (group.derived !== undefined && hasDerived(group.derived)) await tx.links.count(chunk.id, group.derived);
  await tell(tx, group, { counted, ended, broken });
  // Of a run that goes wrong as a whole no single record is to blame: nothing is kept of them.
  const hasParked = context.pieceRules !== undefined && inputs.some(({ decision }) => 'waitsFor' in decision);
  if (broken === undefined && (hasOpenFailures || hasFailed || hasParked)) {
    await recordFailures(tx, context, { ...group, hasOpenFailures });
  }
  return { pages: pages.length, outcomes: counted.outcomes, inactivated };
}

function advanceOf(group: WrittenGroup, { outcomes }: InputCounts, end: boolean): ChunkAdvance {
  const { chunk, pages } = group;
  return {
    chunkId: chunk.id,
    executionId: chunk.executionId,
    cursor: pages[pages.length - 1]?.cursorOut ?? null,
    pages: pages.length,
    outcomes,
    replayed: countReplays(group),
    ...listedBy(pages),
    bound: pages.reduce(nextBound, chunk.bound),
    end,
  };
}

/** What the provider gave of its listing, as the next worker needs it. */
function listedBy(pages: WrittenGroup['pages']): Pick<ChunkAdvance, 'listed' | 'total'> {
  return {
    listed: pages.reduce((sum, { records }) => sum + countListed(records), 0),
    total: pages.reduce<number | null>((last, { total }) => total ?? last, null),
  };
}

interface Standing {
  readonly counted: InputCounts;
  /** The last page of the chunk is among these. */
  readonly ended: boolean;
  /** Why these pages are the last of their run. */
  readonly broken: Problem | undefined;
}

/** The coordinator waits for chunks that end or fail, and for the records that arm the execution breaker. */
async function tell(
  tx: Transaction,
  { chunk, pages }: WrittenGroup,
  { counted, ended, broken }: Standing,
): Promise<void> {
  const { id: chunkId, executionId, attempt } = chunk;
  const armsBreaker =
    !isExecutionBreakerArmed([chunk]) &&
    isExecutionBreakerArmed([chunk, { fetched: counted.fetched, replayed: 0 }]);
  if (broken !== undefined) {
    await tx.chunkLeases.fail(chunkId, attempt, broken);
    await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
  } else if (ended || armsBreaker) {
    const pagesApplied = chunk.pagesApplied + pages.length;
    await tx.outbox.add(pageApplied, [{ executionId, chunkId, pagesApplied }]);
  }
}
