import {
  executionBreakerCounts,
  outcomesThat,
  SyncError,
  type Chunk,
  type ChunkId,
  type ExecutionId,
  type ExecutionBreakerCounts,
  type PageSums,
} from '@evenkeel/domain';
import type {
  ChunkAdvance,
  ListedIds,
  ListedPlace,
  OutcomeRow,
  PageRepository,
  PageResult,
  PageSaid,
} from '@evenkeel/ports';
import {
  outcomesFromList,
  outcomesFromRow,
  outcomesToRow,
  type OutcomeColumns,
} from '../chunk/outcome-columns.js';
import { bigintArray } from '../database/binary-array.js';
import type { HotStatement, Session } from '../database/session.js';
import { HAS_OPEN_FAILURES } from '../failure/statements.js';
import { referencesSeen } from './seen-codec.js';
import { OUTCOME_ROWS, resultsToArrays } from './row.js';
import {
  ADD_OUTCOMES,
  ADVANCE_CHUNK,
  BREAKER_COUNTS,
  LISTED_SINCE,
  SAID_SINCE,
  TOTALS_OF_EXECUTION,
  type PageTotalsRow,
} from './statements.js';

export class PostgresPageRepository implements PageRepository {
  constructor(private readonly session: Session) {}

  async advance(
    advance: ChunkAdvance,
    results: readonly PageResult[],
    outcomes: readonly OutcomeRow[],
  ): Promise<{ readonly hasOpenFailures: boolean }> {
    const { chunkId, cursor, pages, bound, end } = advance;
    const { replayed = 0, listed = 0, total = null } = advance;
    const inputs = results.reduce((sum, { seen }) => sum + seen.length, 0);
    const pagesAdded = await this.session.hot(ADVANCE_CHUNK, [
      chunkId,
      cursor,
      pages,
      inputs - replayed,
      bound === null ? null : JSON.stringify(bound),
      end,
      bigintArray(outcomesToRow(advance.outcomes)),
      ...resultsToArrays(results),
      replayed,
      listed,
      total,
    ]);
    if (pagesAdded.length !== results.length) {
      throw new SyncError('system.unexpected', `Chunk ${chunkId} is not claimed: its lock was not checked`);
    }
    await this.addOutcomes(advance, outcomes);
    const [open] = await this.session.hot(HAS_OPEN_FAILURES, [advance.executionId]);
    return { hasOpenFailures: open?.[0] === 't' };
  }

  async breakerCounts(executionId: ExecutionId): Promise<ExecutionBreakerCounts> {
    const [row] = await this.session.hot(BREAKER_COUNTS, [executionId]);
    return executionBreakerCounts(outcomesFromList(row ?? []));
  }

  async listedSince(
    chunk: Pick<Chunk, 'executionId' | 'plan'>,
    known: readonly ListedPlace[],
    most: number,
  ): Promise<readonly ListedIds[]> {
    const pages = await this.pagesSince(LISTED_SINCE, chunk, { known, most });
    return pages.map(({ place, what }) => ({ ...place, referenceIds: referencesSeen(what ?? '{}') }));
  }

  async saidSince(
    chunk: Pick<Chunk, 'executionId' | 'plan'>,
    known: readonly ListedPlace[],
    most: number,
  ): Promise<readonly PageSaid[]> {
    const pages = await this.pagesSince(SAID_SINCE, chunk, { known, most });
    return pages.map(({ place, what }) => ({ ...place, entries: Buffer.from(what ?? '', 'hex') }));
  }

  private async pagesSince(
    statement: HotStatement,
    { executionId, plan }: Pick<Chunk, 'executionId' | 'plan'>,
    { known, most }: { readonly known: readonly ListedPlace[]; readonly most: number },
  ): Promise<readonly { readonly place: ListedPlace; readonly what: string | null }[]> {
    const rows = await this.session.hot(statement, [
      executionId,
      known.map(({ chunkId }) => chunkId),
      known.map(({ generation }) => String(generation)),
      known.map(({ pages }) => String(pages)),
      plan?.role ?? '',
      most,
    ]);
    return rows.map(([chunkId, generation, pages, what]) => ({
      place: { chunkId: chunkId!, generation: Number(generation), pages: Number(pages) },
      what: what ?? null,
    }));
  }

  async totals(executionId: ExecutionId): Promise<readonly PageSums[]> {
    const rows = await this.session.rows<PageTotalsRow & OutcomeColumns>(TOTALS_OF_EXECUTION, [executionId]);
    return rows.map(({ chunkId, pages, inputs, unbroken, ...counts }) => ({
      chunkId,
      pages,
      inputs,
      unbroken,
      outcomes: outcomesFromRow(counts),
    }));
  }

  async retried(executionId: ExecutionId, chunkId: ChunkId): Promise<readonly string[]> {
    const rows = await this.session.rows<{ externalId: string }>(
      `select external_id as "externalId" from outcome
       where execution_id = $1 and chunk_id = $2 and outcome = any($3) order by id`,
      [executionId, chunkId, outcomesThat(({ isFinal }) => !isFinal)],
    );
    return rows.map(({ externalId }) => externalId);
  }

  private async addOutcomes(
    { executionId, chunkId }: ChunkAdvance,
    outcomes: readonly OutcomeRow[],
  ): Promise<void> {
    if (outcomes.length === 0) return;
    await this.session.hot(ADD_OUTCOMES, [executionId, chunkId, ...OUTCOME_ROWS.values(outcomes)]);
  }
}
