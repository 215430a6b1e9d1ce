import type { JobView, RequestOf } from '@evenkeel/contracts-admin';
import type { Job } from '@evenkeel/domain';
import { ConnectorSessions } from '@evenkeel/operations';
import { Ids, Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { assertStream } from './assert-stream.js';
import { assertFeasible, assertNoCycle, findNeeded } from './assert-feasible.js';
import { jobToView } from './job-view.js';

/** Keeps a job that can be carried out: its mapping compiles, its schedule has a next time, its connection has its stream. */
export class AddJobUseCase {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly ids: Ids,
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
    await assertStream(this.sessions, called, { stream: rest.stream, signal });
    return this.store.of(tenantId).transaction(async (tx) => {
      await tx.jobs.lockDependencies();
      // Nor is it removed meanwhile.
      const connection = await findConnection(tx, reference);
      const needed = await findNeeded(tx, dependsOn);
      const definition = { ...rest, dependsOn: needed.map(({ id }) => id) };
      assertFeasible(definition);
      const job: Job = {
        id: this.ids.next(),
        tenantId,
        connectionId: connection.id,
        name,
        revision: 1,
        definition,
      };
      await assertNoCycle(tx, job);
      await tx.jobs.insert(job);
      return jobToView({
        job,
        connection,
        needed,
        lastRun: undefined,
        lastSuccess: undefined,
        skipped: undefined,
        fullRuns: await tx.fullExecutions.history(job.id),
        now: await tx.now(),
      });
    });
  }
}
