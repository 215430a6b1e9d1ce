import type { ListView, QuarantinedRecordView, ReleasedView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Ids, Logger, Store, type QuarantinedRecord, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { jobNamesOf } from '../failures/job-names.js';
import { assertJobIsThere, findJobEver } from '../jobs/find-job.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { viewTrigger } from '../runs/trigger-view.js';

/** Records that went back and forth, and are left alone until a person releases them. */
export class ManageQuarantine {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  async list(
    { tenantId }: Caller,
    { job, ...query }: RequestOf<'listQuarantine'>,
  ): Promise<ListView<QuarantinedRecordView>> {
    const request = toListRequest('quarantine', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const jobId = job === undefined ? null : (await findJobEver(tx, job)).id;
      const listed = await tx.flipFlops.list(jobId, request);
      const nameOf = await jobNamesOf(tx, listed.items);
      return toListView('quarantine', listed, (record) => viewOf(record, nameOf(record.jobId)));
    });
  }

  /** Rejects with `request.not_found`, or `request.wrong_state` where the job is there no more. */
  async release(
    { tenantId, actor }: Caller,
    { quarantined: id, reason }: RequestOf<'releaseQuarantine'>,
  ): Promise<ReleasedView> {
    const released = await this.store.of(tenantId).transaction(async (tx) => {
      const found = await tx.flipFlops.find(id);
      if (found === undefined || !(await tx.flipFlops.release(id)))
        throw new SyncError('request.not_found', `No record is left alone under ${id}`);
      await assertJobIsThere(tx, found.jobId);
      return view(tx, found, await this.read(tx, found, actor));
    });
    this.log.info('record released', { recordId: released.record.recordId, actor, reason });
    return released;
  }

  /** What was said of it meanwhile was not applied, and a listing of changes does not name it again. */
  private async read(
    tx: Transaction,
    { jobId, externalId }: QuarantinedRecord,
    actor: string,
  ): Promise<string> {
    const id = this.ids.next();
    await acceptTrigger(tx, { id, jobId, kind: 'manual', actor, mode: null, externalIds: [externalId] });
    return id;
  }
}

async function view(tx: Transaction, record: QuarantinedRecord, triggerId: string): Promise<ReleasedView> {
  const trigger = await tx.triggers.find(triggerId);
  if (trigger === undefined) throw new Error('A trigger that was just stored is not there');
  const nameOf = await jobNamesOf(tx, [record]);
  return { record: viewOf(record, nameOf(record.jobId)), trigger: await viewTrigger(tx, trigger) };
}

function viewOf(record: QuarantinedRecord, jobName: string): QuarantinedRecordView {
  const { referenceId: id, jobId, recordId, externalId, path: field, quarantinedAt } = record;
  return {
    id,
    job: { id: jobId, name: jobName },
    recordId,
    externalId,
    field,
    since: quarantinedAt.toISOString(),
  };
}
