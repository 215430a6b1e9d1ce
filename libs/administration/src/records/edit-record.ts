import type { AnswerOf, RequestOf } from '@evenkeel/contracts-admin';
import { applyEdit, assertFit, canonicalText, SyncError, type JsonObject } from '@evenkeel/domain';
import { Logger, Store, type EditableRecord, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRecordType } from '../record-types/find-record-type.js';
import { recordToView } from './record-view.js';

type Answer = AnswerOf<'changeRecord'>;

/** Records that callers add, change and delete; jobs that write them tell their providers. */
export class EditRecordUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  async create(
    { tenantId, actor }: Caller,
    { type, data: given, set }: RequestOf<'createRecord'>,
  ): Promise<Answer> {
    const created = await this.store.of(tenantId).transaction(async (tx) => {
      const schema = await writableSchema(tx, type);
      const data = applyEdit(given, { set, unset: [] });
      assertFit(schema, undefined, data);
      return shown(tx, await tx.recordEdits.create(type, canonicalText(data), actor));
    });
    this.log.info('record created', { recordId: created.id, actor });
    return created;
  }

  /** Rejects with `request.stale` if its version is another one than the caller has seen. */
  async change(caller: Caller, request: RequestOf<'changeRecord'>, { seen }: Terms): Promise<Answer> {
    const { record: id, set, unset, active } = request;
    return this.edit(caller, { id, seen }, ({ data, ...record }) => ({
      data: applyEdit(data, { set, unset }),
      active: active ?? record.active,
    }));
  }

  async delete(caller: Caller, { record: id }: RequestOf<'deleteRecord'>, { seen }: Terms): Promise<Answer> {
    return this.edit(caller, { id, seen }, ({ data }) => ({ data, active: false }));
  }

  private async edit(
    { tenantId, actor }: Caller,
    { id, seen }: { readonly id: string; readonly seen: number | undefined },
    change: (record: EditableRecord) => { readonly data: JsonObject; readonly active: boolean },
  ): Promise<Answer> {
    const answer = await this.store.of(tenantId).transaction(async (tx) => {
      const record = await lockEditable(tx, id, seen);
      const schema = await writableSchema(tx, record.recordType);
      const { data, active } = change(record);
      assertFit(schema, record.data, data);
      await tx.recordEdits.save(id, { dataText: canonicalText(data), active }, actor);
      return shown(tx, id);
    });
    this.log.info('record edited', { recordId: id, version: answer.version, actor });
    return answer;
  }
}

async function lockEditable(tx: Transaction, id: string, seen: number | undefined): Promise<EditableRecord> {
  const record = await tx.recordEdits.lock(id);
  if (record === undefined) throw new SyncError('request.not_found', `There is no record ${id}`);
  if (record.mergedInto !== null) {
    const message = `Record ${id} is part of record ${record.mergedInto}: change that one, or part them first (\`evenkeel matches merges --record ${id}\`)`;
    throw new SyncError('request.wrong_state', message);
  }
  if (seen !== undefined && seen !== record.version)
    throw new SyncError('request.stale', `Record ${id} is at version ${record.version}, not ${seen}`);
  const [erasure] = await tx.erasures.ofRecord(id);
  if (erasure?.liftedAt === null) {
    const message = `Record ${id} was erased, and nothing of it is kept: \`evenkeel records unerase ${id}\` allows it again`;
    throw new SyncError('request.wrong_state', message);
  }
  return record;
}

/** The schema of a type whose records may be edited; null: any object. */
async function writableSchema(tx: Transaction, recordType: string): Promise<JsonObject | null> {
  const { schema } = await assertRecordType(tx, recordType, await tx.recordTypes.find(recordType));
  const job = await tx.recordEdits.overwrittenBy(recordType);
  if (job === undefined) return schema;
  const message = `No job writes records of type ${recordType} to a provider, and job ${job} would write over the edit when it reads the record again`;
  throw new SyncError('request.read_only_type', message);
}

async function shown(tx: Transaction, id: string): Promise<Answer> {
  return recordToView((await tx.records.find(id))!);
}
