import type { AnswerOf, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Logger, Store, type ErasedCount, type StoredRecord, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { erasureToView } from './erasure-view.js';

type Answer = AnswerOf<'eraseRecord'>;

/** Takes the values of a record out of everything that holds them, and lets them be kept again. */
export class EraseRecordUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** One transaction: all of it, or nothing. Rejects with `request.wrong_state` while a run could bring the values back. */
  async erase(
    { tenantId, actor }: Caller,
    { record: id, preview, reason }: RequestOf<'eraseRecord'>,
  ): Promise<Answer> {
    const answer = await this.store.of(tenantId).transaction(async (tx) => {
      const record = await this.findErasable(tx, id);
      if (preview) {
        const scope = await tx.erasures.scope(id);
        return view(tx, record, {
          preview,
          tables: await tx.erasures.count(scope),
          records: scope.recordIds.length,
        });
      }
      assertIdle(id, await tx.erasures.lockJobs(id));
      await tx.matchKeys.lockType(record.recordType);
      await tx.erasures.lock(id);
      // Again: until it was locked another call may have merged it.
      await this.findErasable(tx, id);
      const scope = await tx.erasures.scope(id);
      const tables = await tx.erasures.erase(scope);
      const [last] = await tx.erasures.ofRecord(id);
      // Asked again, with nothing left to be removed: that is no erasure of its own.
      if (last === undefined || last.liftedAt !== null || tables.length > 0)
        await tx.erasures.add({ recordId: id, counts: tables, actor, reason: reason ?? null });
      return view(tx, record, { preview, tables, records: scope.recordIds.length });
    });
    if (!preview) this.log.info('record erased', { recordId: id, actor });
    return answer;
  }

  async unerase({ tenantId, actor }: Caller, { record: id }: RequestOf<'uneraseRecord'>): Promise<Answer> {
    const answer = await this.store.of(tenantId).transaction(async (tx) => {
      const record = await findRecord(tx, id);
      await tx.erasures.lock(id);
      const [last] = await tx.erasures.ofRecord(id);
      if (last === undefined)
        throw new SyncError(
          'request.wrong_state',
          `Record ${id} was not erased: there is nothing to allow again`,
        );
      await tx.erasures.lift(id, actor);
      return view(tx, record, { preview: false, tables: [], records: 1 });
    });
    this.log.info('record may be kept again', { recordId: id, actor });
    return answer;
  }

  private async findErasable(tx: Transaction, id: string): Promise<StoredRecord> {
    const record = await findRecord(tx, id);
    if (record.mergedInto !== null) {
      const message = `Record ${id} is part of record ${record.mergedInto}: erase that one (\`evenkeel records erase ${record.mergedInto}\`), or part them first (\`evenkeel matches merges --record ${id}\`)`;
      throw new SyncError('request.wrong_state', message);
    }
    const [parent] = await tx.erasures.parents(id);
    if (parent !== undefined) {
      const message = `Record ${id} is made of parts of record ${parent}, which hold its values: erase that one (\`evenkeel records erase ${parent}\`)`;
      throw new SyncError('request.wrong_state', message);
    }
    return record;
  }
}

async function findRecord(tx: Transaction, id: string): Promise<StoredRecord> {
  const record = await tx.records.find(id);
  if (record === undefined) throw new SyncError('request.not_found', `There is no record ${id}`);
  return record;
}

function assertIdle(id: string, jobs: readonly string[]): void {
  if (jobs.length === 0) return;
  const message = `Record ${id} cannot be erased while a run of ${jobs.join(', ')} is under way: wait for its end, or cancel it (\`evenkeel executions list --job ${jobs[0]}\`, \`evenkeel cancel EXECUTION\`)`;
  throw new SyncError('request.wrong_state', message);
}

interface Erased {
  readonly preview: boolean;
  readonly tables: readonly ErasedCount[];
  readonly records: number;
}

async function view(tx: Transaction, { id, references }: StoredRecord, erased: Erased): Promise<Answer> {
  const [last] = await tx.erasures.ofRecord(id);
  return {
    record: id,
    externalIds: references.map(({ externalId }) => externalId),
    ...erased,
    tables: [...erased.tables],
    erasure: last === undefined ? null : erasureToView(last),
  };
}
