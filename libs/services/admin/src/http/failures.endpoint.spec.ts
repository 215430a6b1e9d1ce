import { DEFAULT_TENANT } from '@evenkeel/domain';
import type { FailureSummary, JobView, ListView, RetryView } from '@evenkeel/contracts-admin';
import { runRequested } from '@evenkeel/contracts-messages';
import { sampleFailure } from '../testing/sample-failure.js';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const path = '/api/v1/failures';
const externalIds = ({ body }: { body: unknown }) =>
  (body as ListView<FailureSummary>).items.map(({ externalId }) => externalId);

describe('failures', () => {
  it('are listed while they are open, a slice at a time', async () => {
    const job = await sampleJob(admin);
    for (const id of ['a', 'b', null]) await sampleFailure(admin, job, id);
    await sampleFailure(admin, job, 'd', { state: 'resolved' });
    const first = await admin.http.get(path).query({ job: job.name, limit: 2 });
    expect(first.body).toMatchObject({
      items: [
        {
          job: { id: job.id, name: job.name },
          externalId: 'a',
          state: 'retrying',
          executions: 1,
          problem: { code: 'record.required_field_missing' },
        },
        { externalId: 'b' },
      ],
    });
    const { next } = first.body as { next: string };
    const rest = await admin.http.get(path).query({ job: job.name, limit: 2, cursor: next });
    expect(rest.body).toMatchObject({ items: [{ externalId: null }], next: null });
  });

  it('are found by state, code and group', async () => {
    const job = await sampleJob(admin);
    await sampleFailure(admin, job, 'a', { state: 'dead' });
    await sampleFailure(admin, job, 'b', { state: 'resolved', groupKey: 'group-2' });
    const list = async (query: object) =>
      externalIds(await admin.http.get(path).query({ job: job.id, ...query }));
    expect(await list({ state: 'dead' })).toEqual(['a']);
    expect(await list({ state: 'retrying' })).toEqual([]);
    expect(await list({ state: 'all', group: 'group-2' })).toEqual(['b']);
    expect(await list({ code: 'record.missing_id' })).toEqual([]);
  });

  it('are shown with their payload and history', async () => {
    const id = await sampleFailure(admin, await sampleJob(admin), 'a');
    const shown = await admin.http.get(`${path}/${id}`);
    expect(shown.body).toMatchObject({
      id,
      stage: 'map',
      raw: '{"id":"a"}',
      mapped: null,
      history: [{ kind: 'failed', code: 'record.required_field_missing', message: 'email is missing' }],
    });
  });

  it('are grouped by cause', async () => {
    const job = await sampleJob(admin);
    await sampleFailure(admin, job, 'a');
    await sampleFailure(admin, job, 'b', { state: 'dead' });
    const groups = await admin.http.get(`${path}/groups`).query({ job: job.id });
    expect(groups.body).toMatchObject({
      items: [
        { group: 'group-1', job: { name: job.name }, retrying: 1, dead: 1, pattern: 'email is missing' },
      ],
    });
  });

  it('are retried by one run beside whatever runs, which is durable before anybody hears of it', async () => {
    const job = await sampleJob(admin);
    const id = await sampleFailure(admin, job, 'a');
    await admin.drainOutbox();
    const answer = await admin.http.post(`${path}/${id}/retry`).set('Evenkeel-Actor', 'ada').send({});
    expect(answer).toMatchObject({
      status: 202,
      body: {
        failures: 1,
        more: false,
        trigger: { jobId: job.id, kind: 'retry', actor: 'ada', state: 'accepted' },
      },
    });
    const { id: triggerId } = (answer.body as RetryView).trigger;
    expect(await admin.drainOutbox()).toMatchObject([
      { topic: runRequested.topic, payload: { tenantId: DEFAULT_TENANT, triggerId, jobId: job.id } },
    ]);
    const trigger = await admin.database.tenant.transaction((tx) => tx.triggers.find(triggerId));
    expect(trigger).toMatchObject({ externalIds: null, failureIds: [id] });
    expect((await admin.http.get(`${path}/${id}`)).body).toMatchObject({
      state: 'retrying',
      history: [{ kind: 'failed' }, { kind: 'retried', actor: 'ada' }],
    });
  });

  it('are retried together: all open ones of a job, or those of one cause', async () => {
    const job = await sampleJob(admin);
    await sampleFailure(admin, job, 'a');
    await sampleFailure(admin, job, 'b', { state: 'dead', groupKey: 'group-2' });
    await sampleFailure(admin, job, 'c', { state: 'discarded' });
    const retry = (body: object) => admin.http.post(`${path}/retry`).send({ job: job.name, ...body });
    expect((await retry({})).body).toMatchObject({ failures: 2 });
    expect((await retry({ group: 'group-2' })).body).toMatchObject({ failures: 1 });
    expect((await retry({ state: 'dead' })).body).toMatchObject({ failures: 1 });
    expect((await retry({ code: 'record.missing_id' })).body).toMatchObject({
      status: 404,
      code: 'request.not_found',
    });
  });

  it('are edited and tried with the new payload', async () => {
    const job = await sampleJob(admin);
    const id = await sampleFailure(admin, job, null);
    const raw = '{"id":"x","n":12345678901234567890}';
    const answer = await admin.http
      .patch(`${path}/${id}`)
      .set('Evenkeel-Actor', 'ada')
      .send({ raw, externalId: 'x' });
    expect(answer).toMatchObject({ status: 202, body: { failures: 1, trigger: { kind: 'retry' } } });
    expect((await admin.http.get(`${path}/${id}`)).body).toMatchObject({
      raw,
      externalId: 'x',
      editedBy: 'ada',
      history: [{ kind: 'failed' }, { kind: 'edited' }, { kind: 'retried' }],
    });
  });

  it('are not edited into what is no record, nor into another record', async () => {
    const id = await sampleFailure(admin, await sampleJob(admin), 'a');
    const edit = (body: object) => admin.http.patch(`${path}/${id}`).send(body);
    for (const raw of ['{"id":', '"text"', '[1]', 'null'])
      expect((await edit({ raw })).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await edit({ raw: '{}', externalId: 'b' })).body).toMatchObject({
      status: 409,
      code: 'request.wrong_state',
    });
  });

  it('are discarded with a reason, twice without harm, and are then left alone', async () => {
    const id = await sampleFailure(admin, await sampleJob(admin), 'a');
    const discard = (body: object) =>
      admin.http.post(`${path}/${id}/discard`).set('Evenkeel-Actor', 'ada').send(body);
    expect((await discard({})).status).toBe(400);
    for (let n = 0; n < 2; n++)
      expect((await discard({ reason: 'a test record' })).body).toMatchObject({
        state: 'discarded',
        history: [{ kind: 'failed' }, { kind: 'discarded', actor: 'ada', reason: 'a test record' }],
      });
    expect((await admin.http.post(`${path}/${id}/retry`).send({})).body).toMatchObject({
      status: 409,
      code: 'request.wrong_state',
    });
  });

  it('that do not exist are not found, and an id that is none is refused', async () => {
    expect((await admin.http.get(`${path}/999999`)).body).toMatchObject({
      status: 404,
      code: 'request.not_found',
    });
    expect((await admin.http.get(`${path}/x`)).body).toMatchObject({ status: 400, code: 'request.invalid' });
    expect((await admin.http.get(path).query({ job: 'nobody' })).status).toBe(404);
  });
});

describe('a run of failures with an Idempotency-Key', () => {
  const send = (method: 'post' | 'patch', at: string, key: string, body: object = {}) =>
    admin.http[method](`${path}/${at}`).set('idempotency-key', key).send(body);
  const triggersOf = async (job: JobView) =>
    (await admin.database.rows('select id from trigger where job_id = $1', [job.id])).length;

  it.each([
    ['of one', 'post', (id: string) => ({ at: `${id}/retry`, body: {} })],
    ['of a job', 'post', (_: string, job: JobView) => ({ at: 'retry', body: { job: job.name } })],
    ['of an edited payload', 'patch', (id: string) => ({ at: id, body: { raw: '{"id":"a"}' } })],
  ] as const)('%s, sent twice, at once too, is one run with one answer', async (_what, method, request) => {
    const job = await sampleJob(admin);
    const id = await sampleFailure(admin, job, 'a');
    const { at, body } = request(id, job);
    const answers = await Promise.all([1, 2].map(() => send(method, at, 'once', body)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[0]?.body).toMatchObject({ failures: 1, more: false });
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    // Also once there is nothing left to retry.
    await admin.database.tenant.transaction((tx) =>
      tx.failures.resolve([id], (answers[0]?.body as RetryView).trigger.id),
    );
    expect((await send(method, at, 'once', body)).body).toEqual(answers[0]?.body);
    expect(await triggersOf(job)).toBe(1);
    expect((await send('post', 'retry', 'once', { job: job.id, state: 'dead' })).body).toMatchObject({
      status: 409,
      code: 'request.key_reused',
    });
  });
});
