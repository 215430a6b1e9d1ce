import {
  type JsonObject,
  type LocalSide,
  type Projection,
  type RecordUpdate,
  type ReferenceSet,
  type StoredReading,
  type WrittenReference,
} from '@evenkeel/domain';
import type {
  AttachedWrite,
  LockedRecord,
  MergedContent,
  RemergeCause,
  RemergedContent,
  SavedProjection,
  SharedRecordRepository,
  UnsharedReference,
} from '@evenkeel/ports';
import { bigintArray } from '../database/binary-array.js';
import { inSlices } from '../database/in-slices.js';
import type { Session, Value } from '../database/session.js';
import { isoFromTimestamp, UPDATES } from '../record/reference-row.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { DATA_OF_RECORDS, READINGS_OF_RECORDS } from './key-statements.js';
import { KEEP_EDITS, LOCK_UNOPENED, RECORDS_AFTER, UNOPENED, UNOPENED_AFTER } from './opened-statements.js';
import { objectOf, readingFromRow, timesOf } from './row.js';
import { unsharedFromRows, unsharedOf, type SourceRow } from './unshared-row.js';
import { ATTACHES, MERGED, PROJECTIONS, REMERGED } from './shared-row.js';
import {
  ATTACH_REFERENCES,
  CREATE_RECORD,
  FIND_PROJECTIONS,
  FORGET_READINGS,
  HOLD_RECORDS,
  LOCAL_SIDES_OF_RECORDS,
  LOCK_RECORDS,
  LOCK_REFERENCES_OF,
  LOCK_WRITTEN,
  MARK_ACTIVE,
  NOTE_READINGS,
  PROJECTIONS_OF_RECORDS,
  RESTORE_MERGED,
  SAID_BEFORE_EDITS,
  SAVE_MERGED,
  SAVE_PROJECTIONS,
  SOURCE_NAMES,
  WRITTEN_SETS,
} from './shared-statements.js';

const ids = (texts: readonly string[]) => bigintArray(texts.map(Number));

export class PostgresSharedRecordRepository implements SharedRecordRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async readings(recordIds: readonly string[]): Promise<readonly StoredReading[]> {
    if (recordIds.length === 0) return [];
    const rows = await this.session.hot(READINGS_OF_RECORDS, await this.valuesOf(recordIds));
    return rows.map(readingFromRow);
  }

  async dataOf(recordIds: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
    if (recordIds.length === 0) return new Map();
    const found = await inSlices(recordIds, {
      ask: (slice) => this.session.hot(DATA_OF_RECORDS, [this.session.tenant, ids(slice)]),
      read: (rows) => rows.map(([id, data]) => [id!, objectOf(data)] as const),
    });
    return new Map(found);
  }

  async recordsAfter(
    recordType: string,
    recordId: string,
    limit: number,
    setId?: string,
  ): Promise<readonly string[]> {
    const values = [recordType, recordId, this.session.tenant, limit, setId ?? null];
    const rows = await this.session.rows<{ id: string }>(RECORDS_AFTER, values);
    return rows.map(({ id }) => id);
  }

  async lockReferences(recordIds: readonly string[]): Promise<readonly UnsharedReference[]> {
    if (recordIds.length === 0) return [];
    return unsharedFromRows(await this.session.hot(LOCK_REFERENCES_OF, await this.valuesOf(recordIds)));
  }

  lockWritten(recordIds: readonly string[]): Promise<readonly WrittenReference[]> {
    return this.session.rows<WrittenReference & Record<string, unknown>>(LOCK_WRITTEN, [ids(recordIds)]);
  }

  async sourceNames(setIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (setIds.length === 0) return new Map();
    const rows = await this.session.hot(SOURCE_NAMES, [ids(setIds)]);
    return new Map(rows.map(([id, name]) => [id!, name!]));
  }

  async attach(set: ReferenceSet, attached: readonly AttachedWrite[]): Promise<readonly string[]> {
    if (attached.length === 0) return [];
    const { id } = await this.sets.findOrCreate(this.session, set);
    const rows = await this.session.hot(ATTACH_REFERENCES, [id, ...ATTACHES.values(attached)]);
    return rows.map(([referenceId]) => referenceId!);
  }

  async noteReadings(updates: readonly RecordUpdate[]): Promise<void> {
    if (updates.length > 0) await this.session.hot(NOTE_READINGS, UPDATES.values(updates));
  }

  async projectionsOf(
    referenceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Pick<Projection, 'data' | 'changedAt'>>> {
    if (referenceIds.length === 0) return new Map();
    const rows = await this.session.hot(FIND_PROJECTIONS, [ids(referenceIds)]);
    return new Map(
      rows.map(([id, data, changedAt]) => [id!, { data: objectOf(data), changedAt: timesOf(changedAt) }]),
    );
  }

  async saveProjections(projections: readonly SavedProjection[]): Promise<void> {
    if (projections.length === 0) return;
    await this.session.hot(SAVE_PROJECTIONS, [this.session.tenant, ...PROJECTIONS.values(projections)]);
  }

  async lock(recordIds: readonly string[]): Promise<readonly LockedRecord[]> {
    if (recordIds.length === 0) return [];
    const rows = await this.session.hot(LOCK_RECORDS, [this.session.tenant, ids(recordIds)]);
    return rows.map(([id, data, version, inactive, deleted, updatedAt]) => ({
      ...{ id: id!, data: objectOf(data), version: Number(version), inactive: inactive === 't' },
      ...{ deletedLocally: deleted === 't', updatedAt: isoFromTimestamp(updatedAt!) },
    }));
  }

  async projections(recordIds: readonly string[]): Promise<ReadonlyMap<string, readonly Projection[]>> {
    const found = new Map<string, Projection[]>();
    if (recordIds.length === 0) return found;
    for (const row of await this.session.hot(PROJECTIONS_OF_RECORDS, [this.session.tenant, ids(recordIds)])) {
      const [recordId, referenceId, source, active, data, changedAt] = row;
      const projection = {
        ...{ referenceId: referenceId!, source: source!, active: active === 't' },
        ...{ data: objectOf(data), changedAt: timesOf(changedAt) },
      };
      const others = found.get(recordId!);
      if (others === undefined) found.set(recordId!, [projection]);
      else others.push(projection);
    }
    return found;
  }

  async localSides(recordIds: readonly string[]): Promise<ReadonlyMap<string, readonly LocalSide[]>> {
    const found = new Map<string, LocalSide[]>();
    if (recordIds.length === 0) return found;
    const values = [this.session.tenant, recordIds];
    const rows = await this.session.rows<LocalSide & { of: string }>(LOCAL_SIDES_OF_RECORDS, values);
    for (const { of, ...side } of rows) found.set(of, [...(found.get(of) ?? []), side]);
    return found;
  }

  async keepEdits(edits: readonly LocalSide[]): Promise<void> {
    if (edits.length > 0) await this.session.write(KEEP_EDITS, [JSON.stringify(edits), this.session.tenant]);
  }

  async unopened(recordIds: readonly string[]): Promise<readonly string[]> {
    if (recordIds.length === 0) return [];
    const values = [recordIds, this.session.tenant];
    return (await this.session.rows<{ id: string }>(UNOPENED, values)).map(({ id }) => id);
  }

  async lockUnopened(recordIds: readonly string[]): Promise<readonly UnsharedReference[]> {
    return unsharedOf(await this.session.rows<SourceRow>(LOCK_UNOPENED, [recordIds]));
  }

  async unopenedAfter(recordType: string, recordId: string, limit: number): Promise<readonly string[]> {
    const values = [recordType, this.session.tenant, recordId, limit];
    return (await this.session.rows<{ id: string }>(UNOPENED_AFTER, values)).map(({ id }) => id);
  }

  async saidBeforeEdits(recordIds: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
    if (recordIds.length === 0) return new Map();
    const values = [this.session.tenant, ids(recordIds)];
    await this.session.hot(HOLD_RECORDS, values);
    // A statement of its own: an edit that the locks waited for is seen.
    const rows = await this.session.hot(SAID_BEFORE_EDITS, values);
    return new Map(rows.map(([id, data]) => [id!, objectOf(data)]));
  }

  async save(
    contents: readonly RemergedContent[],
    { executionId, undoneMergeId }: RemergeCause,
  ): Promise<void> {
    if (contents.length === 0) return;
    await this.session.hot(SAVE_MERGED, [executionId, undoneMergeId, ...REMERGED.values(contents)]);
  }

  async restore(recordType: string, contents: readonly MergedContent[]): Promise<void> {
    if (contents.length === 0) return;
    await this.session.write(RESTORE_MERGED, [this.session.tenant, recordType, ...MERGED.values(contents)]);
  }

  async markActive(here: readonly string[], gone: readonly string[]): Promise<void> {
    if (here.length + gone.length > 0) await this.session.hot(MARK_ACTIVE, [ids(here), ids(gone)]);
  }

  async move(moves: readonly { readonly referenceId: string; readonly recordId: string }[]): Promise<void> {
    if (moves.length === 0) return;
    await this.session.write(
      `with i as materialized (select * from unnest($1::bigint[], $2::bigint[]) as i(id, record_id)),
       said as (update projection p set record_id = i.record_id from i where p.reference_id = i.id)
       update external_reference e set record_id = i.record_id from i where e.id = i.id`,
      [ids(moves.map(({ referenceId }) => referenceId)), ids(moves.map(({ recordId }) => recordId))],
    );
  }

  async forgetReadings(referenceIds: readonly string[]): Promise<void> {
    await this.session.write(FORGET_READINGS, [ids(referenceIds)]);
  }

  async create(recordType: string): Promise<string> {
    return (await this.session.row<{ id: string }>(CREATE_RECORD, [this.session.tenant, recordType]))!.id;
  }

  private async valuesOf(recordIds: readonly string[]): Promise<Value[]> {
    const written = await this.session.rows<{ id: number }>(WRITTEN_SETS, [this.session.tenant]);
    return [this.session.tenant, ids(recordIds), bigintArray(written.map(({ id }) => id))];
  }
}
