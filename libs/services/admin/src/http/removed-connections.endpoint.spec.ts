import {
  CancelAll,
  ClearRemovedConnections,
  ClearRemovedJob,
  ClearRemovedJobs,
} from '@evenkeel/administration';
import type {
  ConnectionRemovalView,
  ConnectionView,
  ExecutionView,
  JobView,
  OpenEndpointList,
  WebhookEndpointView,
} from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const path = ({ connection }: Pick<JobView, 'connection'>) => `/api/v1/connections/${connection.id}`;
const remove = (job: JobView, query = {}) =>
  admin.http.delete(path(job)).set('Evenkeel-Actor', 'ada').query(query);
const executionOf = async (id: string) =>
  (await admin.http.get(`/api/v1/executions/${id}`)).body as ExecutionView;
const openEndpoint = async (job: JobView) => {
  const asked = { stream: job.stream, idPath: 'id' };
  return (await admin.http.post(`${path(job)}/webhook-endpoints`).send(asked)).body as WebhookEndpointView;
};

describe('removing a connection', () => {
  it('is refused while it has jobs, unless they are to go with it', async () => {
    const job = await sampleJob(admin);
    const refused = await remove(job);
    expect(refused.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    expect((refused.body as { detail: string }).detail).toContain(job.name);
    expect((await admin.http.get(path(job))).status).toBe(200);
  });

  it('cancels what runs and says why, and frees the name', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    const { body } = await remove(job, { jobs: true });
    expect(body as ConnectionRemovalView).toEqual({
      id: job.connection.id,
      name: job.connection.name,
      jobs: [job.name],
      cancelled: 1,
      references: 'kept',
    });
    expect(await executionOf(execution.id)).toMatchObject({
      status: 'cancelled',
      chunks: [{ state: 'abandoned' }],
      reason: {
        kind: 'connection_removed',
        message: 'Cancelled by ada, who removed the connection',
        remedy: null,
      },
    });
    for (const gone of [await admin.http.get(path(job)), await remove(job)])
      expect(gone.body).toMatchObject({ status: 404, code: 'request.not_found' });
    const again = await admin.http.post('/api/v1/connections').send({
      name: job.connection.name,
      connector: 'provider',
      settings: { baseUrl: 'http://127.0.0.1:1' },
      credentials: { token: 'very secret' },
    });
    expect(again.status).toBe(201);
    expect((await admin.http.get(`/api/v1/connections/${job.connection.name}`)).body).toMatchObject({
      id: (again.body as ConnectionView).id,
    });
  });

  it('deletes its secrets, and closes its webhooks', async () => {
    const job = await sampleJob(admin);
    const store = admin.app.get(Store);
    const { id } = job.connection;
    await store.of(DEFAULT_TENANT).transaction((tx) => tx.connections.saveCredentials(id, 'c2VhbGVk'));
    await openEndpoint(job);
    await remove(job, { jobs: true });
    const left = await store.of(DEFAULT_TENANT).read((tx) => tx.webhooks.listEndpoints(id));
    expect(left).toEqual([]);
    await expect(
      store.of(DEFAULT_TENANT).read((tx) => tx.connections.sealedCredentials(id)),
    ).resolves.toBeNull();
  });

  it('that was interrupted is brought to its end', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    const store = admin.app.get(Store);
    const tenant = store.of(DEFAULT_TENANT);
    const { id } = job.connection;
    await tenant.transaction(async (tx) => {
      await tx.connections.saveCredentials(id, 'c2VhbGVk');
      await tx.jobRemovals.begin(job.id, { actor: 'ada', detach: false });
      await tx.connectionRemovals.begin(id, 'ada');
    });
    const connections = new ClearRemovedConnections(store);
    await connections.run();
    // Its run goes on: it may still need them.
    await expect(tenant.read((tx) => tx.connections.sealedCredentials(id))).resolves.toBe('c2VhbGVk');
    await new ClearRemovedJobs(
      store,
      new ClearRemovedJob(store, new CancelAll(store, new ExecutionMetrics(admin.meter))),
    ).run();
    expect(await executionOf(execution.id)).toMatchObject({ reason: { kind: 'connection_removed' } });
    await connections.run();
    await expect(tenant.read((tx) => tx.connections.sealedCredentials(id))).resolves.toBeNull();
    expect(await store.system.read((tx) => tx.due.removedConnections())).toEqual([]);
  });

  it('clears away after an hour what a trial left that did not come to its end', async () => {
    const { connection: kept } = await sampleJob(admin);
    const store = admin.app.get(Store);
    const tenant = store.of(DEFAULT_TENANT);
    const id = '01a228e4-0000-7000-8000-00000000000a';
    await tenant.transaction(async (tx) => {
      const like = await tx.connections.find(kept.id);
      if (like !== undefined) await tx.connectionRemovals.insertRemoved({ ...like, id, name: 'trial' });
    });
    const there = async () => (await tenant.read((tx) => tx.connections.find(id))) !== undefined;
    await new ClearRemovedConnections(store).run();
    expect(await there()).toBe(true);
    await admin.database.rows(
      `update connection set removed_at = removed_at - interval '61 minutes' where id = $1 returning id`,
      [id],
    );
    await new ClearRemovedConnections(store).run();
    expect(await there()).toBe(false);
  });

  it('is refused while a job of another connection depends on one of its jobs', async () => {
    const [job, other] = [await sampleJob(admin), await sampleJob(admin)];
    await admin.http.patch(`/api/v1/jobs/${other.id}`).send({ dependsOn: [job.name] });
    const refused = await remove(job, { jobs: true });
    expect(refused.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    expect((await admin.http.get(`/api/v1/jobs/${job.id}`)).status).toBe(200);
  });

  it('lets no job be added to it at the same time', async () => {
    const job = await sampleJob(admin);
    const add = admin.http
      .post('/api/v1/jobs')
      .send({ name: `late ${job.name}`, connection: job.connection.id, stream: 's', recordType: 'r' });
    const [removed, added] = await Promise.all([remove(job, { jobs: true }), add]);
    const { jobs } = removed.body as ConnectionRemovalView;
    // Either it came before and went with it, or it was refused.
    expect([removed.status, added.status === 201 ? jobs.length : added.status]).toEqual([
      200,
      added.status === 201 ? 2 : 404,
    ]);
  });
});

describe('webhooks', () => {
  it('are listed without their secret, and closed one by one', async () => {
    const job = await sampleJob(admin);
    const [first, second] = [await openEndpoint(job), await openEndpoint(job)];
    const list = async () =>
      ((await admin.http.get(`${path(job)}/webhook-endpoints`)).body as OpenEndpointList).items;
    const { secret, verifyToken, ...shown } = first;
    expect(verifyToken).toBeNull();
    expect((await list())[0]).toMatchObject({
      ...shown,
      deliveredAt: null,
      refusedSince: null,
      refusedFor: null,
    });
    expect(JSON.stringify(await list())).not.toContain(secret);
    expect((await admin.http.delete(`/api/v1/webhook-endpoints/${first.id}`)).status).toBe(200);
    expect((await admin.http.delete(`/api/v1/webhook-endpoints/${first.id}`)).status).toBe(404);
    expect((await list()).map(({ id }) => id)).toEqual([second.id]);
  });
});

describe('removing a group', () => {
  it('keeps its jobs', async () => {
    const job = await sampleJob(admin);
    await admin.http.post('/api/v1/groups').send({ name: 'brief', jobs: [job.name] });
    await admin.http.post('/api/v1/groups/brief/runs').send({});
    expect((await admin.http.delete('/api/v1/groups/brief')).body).toMatchObject({ name: 'brief' });
    expect((await admin.http.get('/api/v1/groups/brief')).status).toBe(404);
    expect((await admin.http.get(`/api/v1/jobs/${job.id}`)).status).toBe(200);
    const again = await admin.http.post('/api/v1/groups').send({ name: 'brief', jobs: [job.name] });
    expect(again.status).toBe(200);
  });
});
