import type { JobView, RequestOf } from '@evenkeel/contracts-admin';
import type { Job } from '@evenkeel/domain';
import { ConnectorSessions, openAll } from '@evenkeel/operations';
import { Ids, Store, TopicRights, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { KeepRecordView } from '../record-types/keep-record-view.js';
import { assertMayListen } from './assert-may-listen.js';
import { assertModel } from './assert-model.js';
import { assertSchemaPolicy } from './assert-schema-policy.js';
import { assertStream } from './assert-stream.js';
import { assertFeasible, assertNoCycle, findNeeded } from './assert-feasible.js';
import { typesOf } from './types-of.js';
import { viewJob } from './list-jobs.js';

/** Keeps a job that can be carried out: its mapping compiles, its schedule has a next time, its connection has its stream. */
export class AddJobUseCase {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly ids: Ids,
    private readonly view: KeepRecordView,
    private readonly rights: TopicRights,
  ) {}

  async add(
    { tenantId }: Caller,
    { name, connection: reference, dependsOn, ...rest }: RequestOf<'addJob'>,
    { signal }: Terms,
  ): Promise<JobView> {
    const called = await this.store.of(tenantId).transaction(async (tx) => {
      const connection = await findConnection(tx, reference);
      return { connection, sealed: await tx.connections.sealedCredentials(connection.id) };
    });
    await assertStream(this.sessions, called, { definition: rest, signal });
    const added = await this.store
      .of(tenantId)
      .transaction(async (tx) =>
        viewJob(tx, await this.insert(tx, { name, connection: reference, dependsOn, ...rest })),
      );
    for (const type of typesOf(added)) await this.view.keep(tenantId, type);
    return added;
  }

  /** The same within a transaction, but for what its connection says of its stream. The views of its types are to be kept afterwards. */
  async insert(
    tx: Transaction,
    { name, connection: reference, dependsOn, ...rest }: RequestOf<'addJob'>,
  ): Promise<Job> {
    await tx.jobs.lockDependencies();
    // Nor is it removed meanwhile.
    const connection = await findConnection(tx, reference);
    const needed = await findNeeded(tx, dependsOn);
    const definition = { ...rest, dependsOn: needed.map(({ id }) => id) };
    assertFeasible(definition);
    assertMayListen(this.rights, tx.tenantId, definition.listen);
    await assertModel(tx, definition);
    const { tenantId } = tx;
    const job = { id: this.ids.next(), tenantId, connectionId: connection.id, name, revision: 1, definition };
    await assertNoCycle(tx, job);
    for (const type of typesOf(definition)) await tx.recordTypes.ensure(type, this.ids.next());
    await assertSchemaPolicy(tx, definition);
    await tx.jobs.insert(job);
    if (definition.direction === 'bidirectional') await keepWhatIsThere(tx, job);
    return job;
  }
}

/** What earlier jobs left of its stream is what its provider holds; no two records become one meanwhile. */
async function keepWhatIsThere(tx: Transaction, job: Job): Promise<void> {
  const { recordType } = job.definition;
  await tx.matchKeys.lockType(recordType);
  if ((await tx.recordTypes.find(recordType))?.match != null) await openAll(tx, recordType);
  await tx.agreements.writeOutSaid(job);
}
