import type { JobView } from '@evenkeel/contracts-admin';
import { sampleConnection, sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

describe('jobs', () => {
  it('fills in what may be left out and shows it', async () => {
    const job = await sampleJob(admin);
    expect(job).toMatchObject({
      revision: 1,
      mode: 'incremental',
      schedule: null,
      webhook: false,
      mapping: [],
      pageSize: null,
      timeoutMinutes: 60,
      overlapSeconds: 600,
      overlapPolicy: 'queue_one',
      misfirePolicy: 'run_once',
      lastRun: null,
      lastRunAt: null,
      lastStatus: null,
      lastSuccessAt: null,
      nextRunAt: null,
    });
    expect((await admin.http.get(`/api/v1/jobs/${encodeURIComponent(job.name)}`)).body).toEqual(job);
    const listed = (await admin.http.get('/api/v1/jobs')).body as { items: unknown[] };
    expect(listed.items).toContainEqual(job);
  });

  it('shows its newest run', async () => {
    const job = await sampleJob(admin);
    const { execution } = await sampleExecution(admin, job);
    const shown = await admin.http.get(`/api/v1/jobs/${job.id}`);
    expect(shown.body).toMatchObject({
      lastRun: { executionId: execution.id, status: 'running', finishedAt: null },
      lastRunAt: execution.startedAt?.toISOString(),
      lastStatus: 'running',
      lastSuccessAt: null,
    });
  });

  it('takes the same job once: delivered twice, the second is refused', async () => {
    const job = await sampleJob(admin);
    const answer = await admin.http
      .post('/api/v1/jobs')
      .send({ name: job.name, connection: job.connection.id, stream: 'others', recordType: 'other' });
    expect(answer.status).toBe(409);
  });

  it('refuses a second job for the same stream and record type', async () => {
    const job = await sampleJob(admin);
    const answer = await admin.http
      .post('/api/v1/jobs')
      .send({ name: 'another', connection: job.connection.id, stream: 'customers', recordType: 'customer' });
    expect(answer.body).toMatchObject({ status: 409, code: 'request.already_exists' });
  });

  it('shows which jobs it depends on, and knows only jobs that are there', async () => {
    const needed = await sampleJob(admin);
    const add = (dependsOn: readonly string[]) =>
      admin.http.post('/api/v1/jobs').send({
        name: `behind ${needed.id}`,
        connection: needed.connection.id,
        stream: 'lines',
        recordType: 'line',
        dependsOn,
      });
    expect((await add(['no such job'])).body).toMatchObject({ status: 404, code: 'request.not_found' });
    const added = await add([needed.name, needed.id]);
    expect(added.body).toMatchObject({ dependsOn: [{ id: needed.id, name: needed.name }] });
    const { id } = added.body as { id: string };
    expect((await admin.http.get(`/api/v1/jobs/${id}`)).body).toEqual(added.body);
  });

  const withChanges = async (changes: object) => {
    const { id } = await sampleConnection(admin);
    return admin.http.post('/api/v1/jobs').send({
      name: `changed ${id}`,
      connection: id,
      stream: 'customers',
      recordType: 'customer',
      ...changes,
    });
  };

  it('keeps mapping rules and a schedule as they were given', async () => {
    const mapping = [
      { source: 'id', target: 'id', required: true },
      { source: 'name', target: 'title', transforms: ['trim'], default: null },
    ];
    const schedule = { kind: 'cron', expression: '0 3 * * *', timeZone: 'Europe/Berlin' };
    const answer = await withChanges({ mapping, schedule });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ mapping, schedule });
    // Three in the morning in Berlin is two or one o'clock in UTC.
    expect((answer.body as JobView).nextRunAt).toMatch(/T0[12]:00:00\.000Z$/);
  });

  it.each([
    [
      'a mapping that cannot be compiled',
      { mapping: [{ source: 'a', target: 'b', transforms: ['explode'] }] },
      'config.invalid_mapping',
    ],
    [
      'a filter that cannot be compiled',
      { filter: { field: 'status', resembles: '.*' } },
      'config.invalid_filter',
    ],
    [
      'rules of derived records and links that cannot be compiled',
      {
        derive: [{ name: 'a', recordType: 'b' }],
        links: [{ name: 'a', stream: 's', recordType: 'c', at: 'x..y' }],
      },
      'config.invalid_derive',
    ],
    [
      'fields that leave out what the mapping reads',
      { fields: ['id'], mapping: [{ source: 'name', target: 'name' }] },
      'config.invalid_filter',
    ],
    [
      'a cron expression that is none',
      { schedule: { kind: 'cron', expression: 'now and then' } },
      'config.invalid_schedule',
    ],
    [
      'a time zone that is none',
      { schedule: { kind: 'cron', expression: '0 3 * * *', timeZone: 'Mars/North' } },
      'config.invalid_schedule',
    ],
  ])('refuses %s', async (_what, changes, code) => {
    const answer = await withChanges(changes);
    expect(answer.body).toMatchObject({ status: 422, code });
  });

  it('says which field of which rule does not fit', async () => {
    const answer = await withChanges({ mapping: [{ source: 'a', target: 'b', requird: true }] });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ path: 'mapping[0]' }] });
  });

  it('says so when the connection does not exist', async () => {
    expect((await withChanges({ connection: 'nowhere' })).body).toMatchObject({
      status: 404,
      detail: 'There is no connection "nowhere"',
    });
  });
});
