import type { ListView, RecordTypeRemovalView, RecordTypeView, RequestOf } from '@evenkeel/contracts-admin';
import {
  compileMatch,
  compileRecordCheck,
  parseSensitive,
  SyncError,
  type MatchSettings,
  type RecordType,
} from '@evenkeel/domain';
import { openAll } from '@evenkeel/operations';
import { Ids, Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
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
    const { recordType: name } = request;
    assertName(name);
    const changes = changesOf(request);
    const tenant = this.store.of(tenantId);
    const { revision, isChanged } = await tenant.transaction((tx) => this.save(tx, { name, changes, seen }));
    if (isChanged) this.log.info('record type set', { recordType: name, revision, actor });
    await this.view.keep(tenantId, name);
    await this.keys.begin(tenantId, name);
    return tenant.transaction((tx) => showType(tx, name));
  }

  /** Rejects with `request.wrong_state` while a job brings records of it. */
  async remove(
    { tenantId, actor }: Caller,
    { recordType: name }: RequestOf<'removeRecordType'>,
    { seen }: Terms,
  ): Promise<RecordTypeRemovalView> {
    await this.store.of(tenantId).transaction(async (tx) => {
      const type = await assertRecordType(tx, name, await tx.recordTypes.lock(name));
      assertRevision(`Record type ${name}`, type.revision, seen);
      const [job] = await tx.jobs.listOfRecordType(name);
      if (job !== undefined) {
        const message = `The job ${job.name} brings records of the type ${name}: remove the job first`;
        throw new SyncError('request.wrong_state', message);
      }
      await tx.recordTypes.remove(type.id);
    });
    this.log.info('record type removed', { recordType: name, actor });
    return { name, view: await this.view.drop(tenantId, name) };
  }

  private async save(
    tx: Transaction,
    { name, changes, seen }: TypeChange & Pick<Terms, 'seen'>,
  ): Promise<{ readonly revision: number; readonly isChanged: boolean }> {
    // A type that the caller has seen is not to be made anew.
    if (seen !== undefined) await assertRecordType(tx, name, await tx.recordTypes.find(name));
    await tx.recordTypes.ensure(name, this.ids.next());
    const type = await assertRecordType(tx, name, await tx.recordTypes.lock(name));
    assertRevision(`Record type ${name}`, type.revision, seen);
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
}

async function showType(tx: Transaction, name: string): Promise<RecordTypeView> {
  return viewRecordType(tx, await assertRecordType(tx, name, await tx.recordTypes.find(name)));
}

interface TypeChange extends Pick<RecordType, 'name'> {
  readonly changes: Partial<Pick<RecordType, 'schema' | 'match' | 'sensitive'>>;
}

/** What the keys of its records depend on. */
function keyedBy({ match, sensitive }: RecordType): string {
  return JSON.stringify([match, sensitive]);
}

/** What was left out stays as it is. Throws `config.invalid_schema`, `config.invalid_match` and `config.invalid_sensitive`. */
function changesOf({ schema, match: given, sensitive }: RequestOf<'setRecordType'>): TypeChange['changes'] {
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
