import { DEFAULT_TENANT } from '@evenkeel/domain';
import { CancelAll, ClearRemovedJob, ClearRemovedJobs } from '@evenkeel/administration';
import type { ExecutionView, JobRemovalView, JobView, ListView } from '@evenkeel/contracts-admin';
import { someFailure, someWrite } from '@evenkeel/conformance';
import { ExecutionMetrics } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const path = ({ id }: Pick<JobView, 'id'>) => `/api/v1/jobs/${id}`;
const change = (job: JobView, changes: object) => admin.http.patch(path(job)).send(changes);
const remove = async (job: JobView, query = {}) => {
  const answer = await admin.http.delete(path(job)).set('Evenkeel-Actor', 'ada').query(query);
  expect(answer.status).toBe(200);
  return answer.body as JobRemovalView;
};
/** Each call is another replica. */
const sweep = () => {
  const store = admin.app.get(Store);
  return new ClearRemovedJobs(
    store,
    new ClearRemovedJob(store, new CancelAll(store, new ExecutionMetrics(admin.meter))),
  ).run();
};

describe('changing a job', () => {
  it('delivered twice, makes one revision', async () => {
    const job = await sampleJob(admin);
    const changes = { mode: 'full', schedule: { kind: 'interval', everySeconds: 60 }, priority: 'high' };
    const [first, second] = [await change(job, changes), await change(job, changes)];
    expect(first.body).toMatchObject({ ...changes, revision: 2, name: job.name, timeoutMinutes: 60 });
    expect(first.headers).toMatchObject({ etag: '"2"', 'cache-control': 'no-store' });
    expect(second.body).toMatchObject({ revision: 2 });
  });

  it('leaves a running execution what it began with', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    await change(job, { timeoutMinutes: 5 });
    const shown = await admin.http.get(`/api/v1/executions/${execution.id}`);
    expect(shown.body).toMatchObject({ status: 'running', job: { revision: 1 } });
  });

  it('is refused where somebody has changed it since', async () => {
    const job = await sampleJob(admin);
    const { etag = '' } = (await admin.http.get(path(job))).headers as Record<string, string>;
    expect(etag).toBe('"1"');
    const first = await change(job, { mode: 'full' }).set('if-match', etag);
    expect(first.status).toBe(200);
    const late = await change(job, { mode: 'incremental' }).set('if-match', etag);
    expect(late.body).toMatchObject({ status: 412, code: 'request.stale' });
    expect((late.body as { detail: string }).detail).toContain('is at revision 2, not 1');
    expect((await change(job, {}).set('if-match', 'yesterday')).status).toBe(400);
  });

  it('of two at once with one tag lets one through', async () => {
    const job = await sampleJob(admin);
    const answers = await Promise.all(
      ['full', 'high', 'low'].map((value) =>
        change(job, value === 'full' ? { mode: value } : { priority: value }).set('if-match', '"1"'),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it.each([
    [{ stream: 'orders' }, 422, 'request.fixed_field'],
    [{ recordType: 'client' }, 422, 'request.fixed_field'],
    [{ filter: { field: 'status', resembles: '.*' } }, 422, 'config.invalid_filter'],
    [{ contract: { minRecords: 10, maxRecords: 5 } }, 422, 'config.invalid_contract'],
    [{ timeoutMinutes: 0 }, 400, 'request.invalid'],
    [{ unheardOf: true }, 400, 'request.invalid'],
    [{ dependsOn: ['no such job'] }, 404, 'request.not_found'],
  ])('refuses %j', async (changes, status, code) => {
    const job = await sampleJob(admin);
    expect((await change(job, changes)).body).toMatchObject({ status, code });
    expect((await admin.http.get(path(job))).body).toMatchObject({ revision: 1 });
  });

  it('names its connection, but does not change it', async () => {
    const [job, other] = [await sampleJob(admin), await sampleJob(admin)];
    expect((await change(job, { connection: job.connection.name })).status).toBe(200);
    const refused = await change(job, { connection: other.connection.id });
    expect(refused.body).toMatchObject({ status: 422, code: 'request.fixed_field' });
  });

  it('finds jobs that would wait for each other, over whatever lies between', async () => {
    const jobs = [await sampleJob(admin), await sampleJob(admin), await sampleJob(admin)] as const;
    expect((await change(jobs[1], { dependsOn: [jobs[0].name] })).status).toBe(200);
    expect((await change(jobs[2], { dependsOn: [jobs[1].name] })).status).toBe(200);
    const refused = await change(jobs[0], { dependsOn: [jobs[2].name] });
    expect(refused.body).toMatchObject({ status: 422, code: 'config.dependency_cycle' });
  });
});

describe('removing a job', () => {
  it('delivered twice, removes it once and cancels what ran', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    const first = await remove(job);
    expect(first).toMatchObject({ name: job.name, cancelled: 1, references: 'kept' });
    expect(await remove(job)).toEqual({ ...first, cancelled: 0 });
    const shown = (await admin.http.get(`/api/v1/executions/${execution.id}`)).body as ExecutionView;
    expect(shown).toMatchObject({
      status: 'cancelled',
      ended: true,
      job: { name: job.name },
      chunks: [{ state: 'abandoned' }],
      reason: { kind: 'user', message: 'Cancelled by ada, who removed the job', remedy: null },
    });
  });

  it('keeps what it was and how it went to be read, and nothing more can be asked of it', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    await remove(job);
    expect((await admin.http.get(path(job))).body).toMatchObject({ id: job.id, nextRunAt: null });
    const name = encodeURIComponent(job.name);
    const runs = await admin.http.get(`/api/v1/executions?job=${name}`);
    expect((runs.body as ListView<{ id: string }>).items).toMatchObject([{ id: execution.id }]);
    const refused = [
      await admin.http.post(`/api/v1/jobs/${name}/runs`).send({}),
      await change(job, { mode: 'full' }),
      await admin.http.post(`/api/v1/executions/${execution.id}/resume`).send({}),
      await admin.http.post(`/api/v1/executions/${execution.id}/retry`).send({}),
    ];
    for (const { body } of refused) {
      expect(body).toMatchObject({ status: 404, code: 'request.not_found' });
      expect((body as { detail: string }).detail).toContain('was removed at');
    }
  });

  it('frees its name and its stream', async () => {
    const job = await sampleJob(admin);
    await remove(job);
    const { name, stream, recordType } = job;
    const again = await admin.http
      .post('/api/v1/jobs')
      .send({ name, stream, recordType, connection: job.connection.id });
    expect(again.status).toBe(201);
    const shown = await admin.http.get(`/api/v1/jobs/${encodeURIComponent(name)}`);
    expect(shown.body).toMatchObject({ id: (again.body as JobView).id, revision: 1 });
  });

  it('is refused while others depend on it', async () => {
    const [needed, job] = [await sampleJob(admin), await sampleJob(admin)];
    await change(job, { dependsOn: [needed.id] });
    const refused = await admin.http.delete(path(needed));
    expect(refused.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    expect((refused.body as { detail: string }).detail).toContain(`${job.name} depends on ${needed.name}`);
    await change(job, { dependsOn: [] });
    await remove(needed);
  });

  it('is refused where somebody has changed it since', async () => {
    const job = await sampleJob(admin);
    await change(job, { mode: 'full' });
    const refused = await admin.http.delete(path(job)).set('if-match', '"1"');
    expect(refused.body).toMatchObject({ status: 412, code: 'request.stale' });
  });

  it('gives up what failed in it, and keeps its references unless they are to go', async () => {
    const { connection, id, stream, recordType } = await sampleJob(admin);
    const set = { connectionId: connection.id, stream, recordType };
    const { store } = admin.database.postgres;
    const writes = Array.from({ length: 1_200 }, (_, n) => someWrite(`c${n}`));
    await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      await tx.recordWrites.create(set, writes);
      await tx.failures.save(id, [someFailure('broken')]);
    });
    const references = async () => {
      const { items } = await store
        .of(DEFAULT_TENANT)
        .transaction((tx) => tx.records.list(recordType, { after: null, limit: 10_000 }));
      return [items.length, items.flatMap((record) => record.references).length];
    };
    const before = await references();
    await remove({ id } as JobView);
    await sweep();
    const open = await admin.http.get(`/api/v1/failures?job=${id}`);
    expect(open.body).toMatchObject({ items: [] });
    const all = await admin.http.get(`/api/v1/failures?job=${id}&state=discarded`);
    expect(all.body).toMatchObject({ items: [{ externalId: 'broken', state: 'discarded' }] });
    expect(await references()).toEqual(before);

    expect(await remove({ id } as JobView, { detach: true })).toMatchObject({ references: 'dropping' });
    await Promise.all([sweep(), sweep()]);
    const [records = 0, attached = 0] = before;
    expect(await references()).toEqual([records, attached - 1_200]);
  });
});
