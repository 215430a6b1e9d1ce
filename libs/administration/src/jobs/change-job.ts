import type { ChangeJob, JobView, RequestOf } from '@evenkeel/contracts-admin';
import { assertSame, changeJob, type Job } from '@evenkeel/domain';
import { Ids, Logger, Store, TopicRights, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
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
    { tenantId, actor }: Caller,
    { job: reference, force, ...given }: RequestOf<'changeJob'>,
    { seen }: Terms,
  ): Promise<JobView> {
    const { view, changed } = await this.store.of(tenantId).transaction(async (tx) => {
      await tx.jobs.lockDependencies();
      const job = await lockJob(tx, reference);
      assertRevision(`Job ${job.name}`, job.revision, seen);
      await assertEditable(tx, { kind: 'Job', id: job.id, name: job.name }, { actor, force });
      const next = await this.save(tx, job, given);
      return { view: await viewJob(tx, next ?? job), changed: next !== undefined };
    });
    if (changed) this.log.info('job changed', { jobId: view.id, revision: view.revision });
    if (changed) for (const type of typesOf(view)) await this.view.keep(tenantId, type);
    return view;
  }

  /**
   * The same of a locked job, within a transaction that has locked dependencies; undefined: nothing would be otherwise. The views of its
   * types are to be kept afterwards.
   */
  async save(
    tx: Transaction,
    job: Job,
    { connection, dependsOn, ...change }: Omit<ChangeJob, 'force'>,
  ): Promise<Job | undefined> {
    if (connection !== undefined) {
      assertSame('connection', job.connectionId, (await findConnection(tx, connection)).id);
    }
    const needed = dependsOn === undefined ? undefined : await findNeeded(tx, dependsOn);
    const next = changeJob(job, { ...change, dependsOn: needed?.map((other) => other.id) });
    if (next === undefined) return undefined;
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
    return next;
  }
}

/** Rejects with `request.not_found`. */
export async function lockJob(tx: Transaction, reference: string): Promise<Job> {
  const { id } = await findJob(tx, reference);
  await tx.jobs.lock(id);
  // What was read before its lock may be over by now.
  return findJob(tx, id);
}
