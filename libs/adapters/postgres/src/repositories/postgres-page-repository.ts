import {
  executionBreakerCounts,
  SyncError,
  type ChunkId,
  type ExecutionId,
  type ExecutionBreakerCounts,
  type PageSums,
  type RecordUpdate,
  type RecordWrite,
  type ReferenceSet,
  type ReferenceState,
} from '@evenkeel/domain';
import type { ChunkAdvance, OutcomeRow, PageRepository, PageResult } from '@evenkeel/ports';
import { bigintArray, textArray } from '../connection/binary-array.js';
import type { Session } from '../connection/session.js';
import {
  outcomesFromList,
  outcomesFromRow,
  outcomesToRow,
  type OutcomeColumns,
} from '../rows/outcome-columns.js';
import { resultsToArrays } from '../rows/page-result-row.js';
import {
  keysToArrays,
  referenceFromRow,
  referencesFromArrays,
  versionsToArrays,
  writesToArrays,
} from '../rows/reference-row.js';
import { findUnstorable } from './find-unstorable.js';
import {
  ADD_OUTCOMES,
  ADVANCE_CHUNK,
  CREATE_RECORDS,
  FIND_REFERENCES,
  JUDGED_COUNTS,
  LOCK_REFERENCES,
  NOTE_VERSIONS,
  TOUCH_REFERENCES,
  UPDATE_RECORDS,
} from './hot-statements.js';
import { HAS_OPEN_FAILURES } from './failure-statements.js';
import { TOTALS_OF_EXECUTION, type PageTotalsRow } from './page-totals.js';
import type { KnownSet, ReferenceSets } from './reference-sets.js';

export class PostgresPageRepository implements PageRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async findReferences(
    set: ReferenceSet,
    externalIds: readonly string[],
  ): Promise<readonly ReferenceState[]> {
    const storable = storableAmong(externalIds);
    const known = await this.knownSet(set, storable);
    if (known === undefined) return [];
    const [row] = await this.session.hot(FIND_REFERENCES, [known.id, textArray(storable)]);
    return referencesFromArrays(row!, storable);
  }

  async lockReferences(
    set: ReferenceSet,
    externalIds: readonly string[],
  ): Promise<readonly ReferenceState[]> {
    const storable = storableAmong(externalIds);
    const known = await this.knownSet(set, storable);
    if (known === undefined) return [];
    return (await this.session.hot(LOCK_REFERENCES, [known.id, textArray(storable)])).map(referenceFromRow);
  }

  async createRecords(set: ReferenceSet, writes: readonly RecordWrite[]): Promise<readonly string[]> {
    if (writes.length === 0) return [];
    const { id, tenantId } = await this.sets.findOrCreate(this.session, set);
    const values = [id, tenantId, set.recordType, ...writesToArrays(writes)];
    return (await this.session.hot(CREATE_RECORDS, values)).map(([referenceId]) => referenceId!);
  }

  async updateRecords(executionId: ExecutionId, updates: readonly RecordUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    await this.session.hot(UPDATE_RECORDS, [
      executionId,
      ...keysToArrays(updates),
      ...writesToArrays(updates),
    ]);
  }

  async touchReferences(referenceIds: readonly string[], observedAt: string): Promise<void> {
    if (referenceIds.length === 0) return;
    await this.session.hot(TOUCH_REFERENCES, [bigintArray(referenceIds.map(Number)), observedAt]);
  }

  async noteVersions(sightings: readonly RecordUpdate[]): Promise<void> {
    if (sightings.length === 0) return;
    await this.session.hot(NOTE_VERSIONS, [...keysToArrays(sightings), ...versionsToArrays(sightings)]);
  }

  async advance(
    advance: ChunkAdvance,
    results: readonly PageResult[],
    outcomes: readonly OutcomeRow[],
  ): Promise<{ readonly hasOpenFailures: boolean }> {
    const { chunkId, cursor, pages, bound, end } = advance;
    const { replayed = 0 } = advance;
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
    ]);
    if (pagesAdded.length !== results.length) {
      throw new SyncError('system.unexpected', `Chunk ${chunkId} is not claimed: its lock was not checked`);
    }
    await this.addOutcomes(advance, outcomes);
    const [open] = await this.session.hot(HAS_OPEN_FAILURES, [advance.executionId]);
    return { hasOpenFailures: open?.[0] === 't' };
  }

  async findUnstorable(
    writes: readonly RecordWrite[],
  ): Promise<readonly { readonly index: number; readonly message: string }[]> {
    return findUnstorable(this.session, writes);
  }

  async breakerCounts(executionId: ExecutionId): Promise<ExecutionBreakerCounts> {
    const [row] = await this.session.hot(JUDGED_COUNTS, [executionId]);
    return executionBreakerCounts(outcomesFromList(row ?? []));
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
       where execution_id = $1 and chunk_id = $2 and outcome = 'retried' order by id`,
      [executionId, chunkId],
    );
    return rows.map(({ externalId }) => externalId);
  }

  private async knownSet(set: ReferenceSet, asked: readonly string[]): Promise<KnownSet | undefined> {
    const known = await this.sets.find(this.session, set);
    return asked.length === 0 ? undefined : known;
  }

  private async addOutcomes(
    { executionId, chunkId }: ChunkAdvance,
    outcomes: readonly OutcomeRow[],
  ): Promise<void> {
    if (outcomes.length === 0) return;
    await this.session.hot(ADD_OUTCOMES, [
      executionId,
      chunkId,
      bigintArray(outcomes.map(({ pageNo }) => pageNo)),
      bigintArray(outcomes.map(({ position }) => position)),
      textArray(outcomes.map(({ externalId }) => withoutNul(externalId))),
      textArray(outcomes.map(({ outcome }) => outcome)),
      textArray(outcomes.map(({ problem }) => (problem === null ? null : JSON.stringify(problem)))),
      textArray(outcomes.map(({ raw }) => withoutNul(raw))),
    ]);
  }
}

/** A text with a NUL cannot be stored, and asking for one is an error. */
function storableAmong(externalIds: readonly string[]): readonly string[] {
  return externalIds.filter((externalId) => !externalId.includes('\0'));
}

/** The outcome of a record that cannot be stored must itself be storable. */
function withoutNul(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '\u{FFFD}');
}
