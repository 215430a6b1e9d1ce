import { drainOutbox, someChunk, someExecution, someJob } from '@evenkeel/conformance';
import { executionDue } from '@evenkeel/contracts-messages';
import { describeProblem, SyncError } from '@evenkeel/domain';
import { sampleConnection } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

describe('a pause that a provider asked for', () => {
  const why = describeProblem(
    new SyncError('provider.rate_limited', 'api.example asked us (429, Retry-After)'),
  );

  /** A connection that is not to be called for an hour, with a run of which a chunk waits for that. */
  async function paused() {
    const { id, name } = await sampleConnection(admin);
    const job = someJob(id);
    const execution = someExecution(job.id);
    const postponed = {
      waiting: 'quota',
      problem: why,
      tries: { failures: 0, waits: 1 },
      pagesApplied: 0,
    } as const;
    const notBefore = new Date(Date.now() + 3_600_000);
    await admin.database.tenant.transaction(async (tx) => {
      await tx.jobs.insert(job);
      await tx.executions.insert(execution);
      await tx.chunks.insert([someChunk(execution.id, { notBefore, postponed })]);
    });
    await admin.database.postgres.quotaLedger.close(id, { waitMs: 3_600_000, why });
    await drainOutbox(admin.database.postgres.outbox);
    return { id, name, executionId: execution.id, notBefore };
  }
  const isOpen = async (id: string) => (await admin.database.postgres.quotaLedger.look(id)).closedForMs === 0;
  const told = async () => (await drainOutbox(admin.database.postgres.outbox)).map(({ topic }) => topic);

  it('is shown with what the provider said, by the connection and by the run that waits for it', async () => {
    const { name, executionId, notBefore } = await paused();
    const quota = await admin.http.get(`/api/v1/connections/${encodeURIComponent(name)}/quota`);
    expect(quota.body).toMatchObject({ closedFor: { code: 'provider.rate_limited', message: why.message } });
    const run = await admin.http.get(`/api/v1/executions/${executionId}`);
    expect(run.body).toMatchObject({
      waiting: 'quota',
      wait: { until: notBefore.toISOString(), message: why.message },
    });
  });

  it('is lifted by a person: what waited for it goes on at once', async () => {
    const { id, name, executionId } = await paused();
    const path = `/api/v1/connections/${encodeURIComponent(name)}/resume-calls`;
    const lifted = await admin.http.post(path).send({});
    expect(lifted).toMatchObject({ status: 200, body: { name, executions: 1 } });
    expect(await isOpen(id)).toBe(true);
    expect(await told()).toEqual([executionDue.topic]);
    const run = await admin.http.get(`/api/v1/executions/${executionId}`);
    expect(run.body).toMatchObject({ wait: null });
    expect((await admin.http.post(path).send({})).body).toEqual({ name, executions: 0 });
  });

  it.each([
    ['quota', { quota: { concurrency: 2 } }],
    ['credentials', { credentials: { token: 'another' } }],
  ])('is lifted by another %s', async (_what, change) => {
    const { id } = await paused();
    await admin.http.patch(`/api/v1/connections/${id}`).send(change).expect(200);
    expect(await isOpen(id)).toBe(true);
    expect(await told()).toEqual([executionDue.topic]);
  });
});
