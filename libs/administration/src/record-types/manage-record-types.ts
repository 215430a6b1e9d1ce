import type { ListView, RecordTypeRemovalView, RecordTypeView, RequestOf } from '@evenkeel/contracts-admin';
import {
  compileMatch,
  compileRecordCheck,
  parseSensitive,
  SyncError,
  type MatchSettings,
  type RecordType,
  type TenantId,
} from '@evenkeel/domain';
import { openAll } from '@evenkeel/operations';
import { Ids, Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { assertRecordType } from './find-record-type.js';
import { KeepRecordView } from './keep-record-view.js';
import { MakeMatchKeys } from './make-match-keys.js';
import { viewRecordType } from './view-record-type.js';

/** Kinds of records and what they have to be like. */
export class ManageRecordTypes {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly view: KeepRecordView,
    private readonly keys: MakeMatchKeys,
    private readonly log: Logger,
  ) {}

  async list({ tenantId }: Caller, query: RequestOf<'listRecordTypes'>): Promise<ListView<RecordTypeView>> {
    const request = toListRequest('record-types', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { items, next } = await tx.recordTypes.list(request);
      const views: RecordTypeView[] = [];
      for (const type of items) views.push(await viewRecordType(tx, type));
      return toListView('record-types', { items: views, next }, (view) => view);
    });
  }

  async show(
    { tenantId }: Caller,
    { recordType: name }: RequestOf<'showRecordType'>,
  ): Promise<RecordTypeView> {
    return this.store.of(tenantId).transaction((tx) => showType(tx, name));
  }

  /** What is left out stays. Rejects with `config.invalid_schema`, `config.invalid_match` or `config.two_way_unsupported`, and with `request.stale` if it is at another revision than the caller has seen. */
  async set(
    { tenantId, actor }: Caller,
    request: RequestOf<'setRecordType'>,
    { seen }: Terms,
  ): Promise<RecordTypeView> {
    const { recordType: name, force, ...changes } = request;
    const tenant = this.store.of(tenantId);
    const { revision, isChanged } = await tenant.transaction(async (tx) => {
      // A type that the caller has seen is not to be made anew.
      if (seen !== undefined) await assertRecordType(tx, name, await tx.recordTypes.find(name));
      const type = await this.lock(tx, name);
      assertRevision(`Record type ${name}`, type.revision, seen);
      await assertEditable(tx, { kind: 'RecordType', id: type.id, name }, { actor, force });
      return this.save(tx, type, changes);
    });
    if (isChanged) this.log.info('record type set', { recordType: name, revision, actor });
    await this.followUp(tenantId, name);
    return tenant.transaction((tx) => showType(tx, name));
  }

  /** Rejects with `request.wrong_state` while a job brings records of it. */
  async remove(
    { tenantId, actor }: Caller,
    { recordType: name, force }: RequestOf<'removeRecordType'>,
    { seen }: Terms,
  ): Promise<RecordTypeRemovalView> {
    await this.store.of(tenantId).transaction(async (tx) => {
      const type = await assertRecordType(tx, name, await tx.recordTypes.lock(name));
      assertRevision(`Record type ${name}`, type.revision, seen);
      await assertEditable(tx, { kind: 'RecordType', id: type.id, name }, { actor, force, removes: true });
      await this.drop(tx, type);
    });
    this.log.info('record type removed', { recordType: name, actor });
    return { name, view: await this.followRemoval(tenantId, name) };
  }

  /** Adds it where there is none; from here on it is not changed by others. */
  async lock(tx: Transaction, name: string): Promise<RecordType> {
    assertName(name);
    await tx.recordTypes.ensure(name, this.ids.next());
    return assertRecordType(tx, name, await tx.recordTypes.lock(name));
  }

  /** What is left out stays, of a locked type, within a transaction. What follows it is to be done once that is committed. */
  async save(
    tx: Transaction,
    type: RecordType,
    given: RecordTypeChange,
  ): Promise<{ readonly revision: number; readonly isChanged: boolean }> {
    const changes = changesOf(given);
    const { name } = type;
    const next = { ...type, ...changes, revision: type.revision + 1 };
    // By its text: the order of the properties of a schema is that of the columns.
    if (JSON.stringify({ ...type, ...changes }) === JSON.stringify(type))
      return { revision: type.revision, isChanged: false };
    if (type.match === null && next.match !== null) await openAll(tx, name);
    await tx.recordTypes.saveRevision(next);
    // The keys are made anew; until then what runs under the rules before adds records of their own.
    if (keyedBy(next) !== keyedBy(type))
      await tx.matchKeys.saveProgress(name, { keysOf: null, after: '0', completeAt: null });
    return { revision: next.revision, isChanged: true };
  }

  /** Its view and its keys; sweeps see to them where the process ends before. */
  async followUp(tenantId: TenantId, name: string): Promise<void> {
    await this.view.keep(tenantId, name);
    await this.keys.begin(tenantId, name);
  }

  /** Removes a locked type, within a transaction. Rejects with `request.wrong_state` while a job brings records of it. */
  async drop(tx: Transaction, { id, name }: RecordType): Promise<void> {
    const [job] = await tx.jobs.listOfRecordType(name);
    if (job !== undefined) {
      const message = `The job ${job.name} brings records of the type ${name}: remove the job first`;
      throw new SyncError('request.wrong_state', message);
    }
    await tx.recordTypes.remove(id);
  }

  followRemoval(tenantId: TenantId, name: string): Promise<'dropped' | 'kept'> {
    return this.view.drop(tenantId, name);
  }
}

async function showType(tx: Transaction, name: string): Promise<RecordTypeView> {
  return viewRecordType(tx, await assertRecordType(tx, name, await tx.recordTypes.find(name)));
}

export type RecordTypeChange = Omit<RequestOf<'setRecordType'>, 'recordType' | 'force'>;

/** What the keys of its records depend on. */
function keyedBy({ match, sensitive }: RecordType): string {
  return JSON.stringify([match, sensitive]);
}

/** What was left out stays as it is. Throws `config.invalid_schema`, `config.invalid_match` and `config.invalid_sensitive`. */
function changesOf({
  schema,
  match: given,
  sensitive,
}: RecordTypeChange): Partial<Pick<RecordType, 'schema' | 'match' | 'sensitive'>> {
  const match = given as MatchSettings | null | undefined;
  if (schema !== undefined && schema !== null) compileRecordCheck(schema);
  if (match != null) compileMatch(match, new Set());
  if (sensitive !== undefined) parseSensitive(sensitive);
  return {
    ...(schema !== undefined && { schema }),
    ...(match !== undefined && { match }),
    ...(sensitive !== undefined && { sensitive }),
  };
}

/** As jobs may name it. */
const LONGEST_NAME = 100;

function assertName(name: string): void {
  if (name.length <= LONGEST_NAME) return;
  throw new SyncError('request.invalid', `The name of a record type has at most ${LONGEST_NAME} characters`);
}
