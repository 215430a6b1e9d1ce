import {
  describeProblem,
  layOutColumns,
  SyncError,
  wantedColumns,
  type RecordColumn,
  type TenantId,
} from '@evenkeel/domain';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import { columnSources } from './view-record-type.js';

/** Brings the SQL view of a record type in step with its schema and the mappings of its jobs. */
export class KeepRecordView {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /**
   * Never rejects because a view cannot be made: the records are there without it, why it is not is shown with its type, and a sweep
   * tries it again.
   */
  async keep(tenantId: TenantId, recordType: string): Promise<void> {
    const tenant = this.store.of(tenantId);
    try {
      await tenant.transaction((tx) => makeView(tx, recordType));
    } catch (error) {
      const { message } = describeProblem(error);
      this.log.warn('record view not made', { tenantId, recordType, error: message });
      await tenant.transaction((tx) => rememberProblem(tx, recordType, message));
    }
  }

  /** Of a type that is gone: what keeps its view is told, not thrown, and a sweep tries it again once nothing depends on it. */
  async drop(tenantId: TenantId, recordType: string): Promise<'dropped' | 'kept'> {
    try {
      await this.store.of(tenantId).transaction(async (tx) => {
        await tx.recordViews.lock(recordType);
        // It may have been added again meanwhile.
        if ((await tx.recordTypes.find(recordType)) === undefined) await tx.recordViews.drop(recordType);
      });
      return 'dropped';
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      this.log.warn('record view kept', { tenantId, recordType, error: error.message });
      return 'kept';
    }
  }
}

async function makeView(tx: Transaction, recordType: string): Promise<void> {
  const madeFrom = await tx.recordViews.lock(recordType);
  const type = await tx.recordTypes.find(recordType);
  if (type === undefined) return;
  const state = await tx.recordViews.find(recordType);
  const sources = await columnSources(tx, recordType, await tx.jobs.listOfRecordType(recordType));
  const columns = layOutColumns(state?.columns ?? [], wantedColumns(type.schema, sources));
  // Most changes of a job leave its view as it is, and making it again holds up those who read.
  const isAsItShouldBe = state?.isThere === true && state.problem === null && isSame(state.columns, columns);
  if (!isAsItShouldBe) await tx.recordViews.make(recordType, columns);
  await tx.recordViews.save(recordType, { columns, problem: null }, madeFrom);
}

function isSame(one: readonly RecordColumn[], other: readonly RecordColumn[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, kind }, index) => other[index]?.name === name && other[index].kind === kind)
  );
}

async function rememberProblem(tx: Transaction, recordType: string, problem: string): Promise<void> {
  const madeFrom = await tx.recordViews.lock(recordType);
  if ((await tx.recordTypes.find(recordType)) === undefined) return;
  const columns = (await tx.recordViews.find(recordType))?.columns ?? [];
  await tx.recordViews.save(recordType, { columns, problem }, madeFrom);
}
