import { DEFAULT_TENANT } from '@evenkeel/domain';
import { runRequested } from '@evenkeel/contracts-messages';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const run = (job: string, body: object, key?: string) => {
  const request = admin.http
    .post(`/api/v1/jobs/${encodeURIComponent(job)}/runs`)
    .set('Evenkeel-Actor', 'ada')
    .send(body);
  return key === undefined ? request : request.set('Idempotency-Key', key);
};
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;

describe('requesting a run', () => {
  it('stores one trigger and one message for a request that is delivered twice', async () => {
    const job = await sampleJob(admin);
    await admin.drainOutbox();
    const answers = await Promise.all([run(job.name, {}, 'key-1'), run(job.name, {}, 'key-1')]);
    answers.push(await run(job.id, {}, 'key-1'));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await admin.drainOutbox()).toEqual([
      expect.objectContaining({
        topic: runRequested.topic,
        payload: { tenantId: DEFAULT_TENANT, triggerId: idOf(answers[0]), jobId: job.id },
      }),
    ]);
  });

  it('stores one trigger for a request that comes many times at once', async () => {
    const job = await sampleJob(admin);
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => run(job.id, {}, key)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map(idOf)).size).toBe(1);
    }
  });

  it('makes two runs of two keys, and of no key at all', async () => {
    const job = await sampleJob(admin);
    const answers = [
      await run(job.id, {}, 'a'),
      await run(job.id, {}, 'b'),
      await run(job.id, {}),
      await run(job.id, {}),
    ];
    expect(new Set(answers.map(idOf)).size).toBe(4);
  });

  it('keeps the keys of different jobs apart', async () => {
    const [one, other] = [await sampleJob(admin), await sampleJob(admin)];
    expect(idOf(await run(one.id, {}, 'same'))).not.toBe(idOf(await run(other.id, {}, 'same')));
  });

  it('refuses a key that was sent before with something else', async () => {
    const job = await sampleJob(admin);
    await run(job.id, { mode: 'full' }, 'reused');
    expect((await run(job.id, { mode: 'incremental' }, 'reused')).body).toMatchObject({
      status: 409,
      code: 'request.key_reused',
    });
  });

  it('tells where to see what becomes of it', async () => {
    const job = await sampleJob(admin);
    const accepted = await run(job.id, { externalIds: ['c1', 'c2', 'c1'] });
    const shown = await admin.http.get(String(accepted.headers['location']));
    expect(shown.body).toEqual(accepted.body);
    expect(shown.body).toMatchObject({
      jobId: job.id,
      kind: 'manual',
      actor: 'ada',
      mode: null,
      externalIds: ['c1', 'c2'],
      state: 'accepted',
      executionId: null,
    });
  });

  it('stores nothing for a job that does not exist', async () => {
    await admin.drainOutbox();
    expect((await run('no such job', {})).status).toBe(404);
    expect(await admin.drainOutbox()).toEqual([]);
  });

  it('refuses an id that is none, instead of asking the database', async () => {
    expect((await admin.http.get('/api/v1/triggers/7')).body).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
  });
});
