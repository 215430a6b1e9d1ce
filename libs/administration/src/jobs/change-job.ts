import type { ChangeJob, JobView, RequestOf } from '@evenkeel/contracts-admin';
import { assertSame, changeJob } from '@evenkeel/domain';
import { Ids, Logger, Store, TopicRights, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { KeepRecordView } from '../record-types/keep-record-view.js';
import { assertMayListen } from './assert-may-listen.js';
import { assertModel } from './assert-model.js';
import { assertSchemaPolicy } from './assert-schema-policy.js';
import { assertRevision } from './assert-revision.js';
import { assertFeasible, assertNoCycle, findNeeded } from './assert-feasible.js';
import { findJob } from './find-job.js';
import { typesOf } from './types-of.js';
import { viewJob } from './list-jobs.js';

/** Makes a job's next revision. The next run goes by it; one that is under way keeps what it began with. */
export class ChangeJobUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly view: KeepRecordView,
    private readonly rights: TopicRights,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.stale` if the job is at another revision than the caller has seen. */
  async change(
    { tenantId }: Caller,
    { job: reference, ...given }: RequestOf<'changeJob'>,
    { seen }: Terms,
  ): Promise<JobView> {
    const { view, changed } = await this.store
      .of(tenantId)
      .transaction((tx) => this.save(tx, reference, given, seen));
    if (changed) this.log.info('job changed', { jobId: view.id, revision: view.revision });
    if (changed) for (const type of typesOf(view)) await this.view.keep(tenantId, type);
    return view;
  }

  private async save(
    tx: Transaction,
    reference: string,
    { connection, dependsOn, ...change }: ChangeJob,
    seen: number | undefined,
  ): Promise<{ readonly view: JobView; readonly changed: boolean }> {
    await tx.jobs.lockDependencies();
    const { id } = await findJob(tx, reference);
    await tx.jobs.lock(id);
    // What was read before its lock may be over by now.
    const job = await findJob(tx, id);
    assertRevision(`Job ${job.name}`, job.revision, seen);
    if (connection !== undefined) {
      assertSame('connection', job.connectionId, (await findConnection(tx, connection)).id);
    }
    const needed = dependsOn === undefined ? undefined : await findNeeded(tx, dependsOn);
    const next = changeJob(job, { ...change, dependsOn: needed?.map((other) => other.id) });
    if (next === undefined) return { view: await viewJob(tx, job), changed: false };
    assertFeasible(next.definition);
    // What was allowed once and is not changed is told by the status, and keeps no other change.
    if (change.listen !== undefined) assertMayListen(this.rights, job.tenantId, next.definition.listen);
    await assertModel(tx, next.definition);
    if (next.definition.schemaPolicy !== job.definition.schemaPolicy) {
      await assertSchemaPolicy(tx, next.definition);
    }
    await assertNoCycle(tx, next);
    for (const type of typesOf(next.definition)) await tx.recordTypes.ensure(type, this.ids.next());
    await tx.jobs.saveRevision(next);
    return { view: await viewJob(tx, next), changed: true };
  }
}
