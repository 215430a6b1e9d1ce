import type { ConnectionView } from '@evenkeel/contracts-admin';
import { sampleConnection, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const change = (id: string, tag: string | undefined, body: object = { path: 'primary' }) => {
  const request = admin.http.patch(`/api/v1/connections/${id}`);
  return (tag === undefined ? request : request.set('If-Match', tag)).send(body);
};

describe('a connection that is changed from an older look at it', () => {
  it('tells its revision as an ETag, and by what it is told to whoever changes it', async () => {
    const { id } = await sampleConnection(admin);
    const shown = await admin.http.get(`/api/v1/connections/${id}`);
    expect([shown.headers['etag'], (shown.body as ConnectionView).revision]).toEqual(['"1"', 1]);
    const changed = await change(id, shown.headers['etag']);
    expect([changed.status, changed.headers['etag']]).toEqual([200, '"2"']);
  });

  it('is left as it is', async () => {
    const { id } = await sampleConnection(admin);
    await change(id, undefined, { quota: { concurrency: 3 } });
    const late = await change(id, '"1"', { quota: null });
    expect(late.body).toMatchObject({ status: 412, code: 'request.stale' });
    expect((await admin.http.get(`/api/v1/connections/${id}`)).body).toMatchObject({
      quota: { concurrency: 3 },
      revision: 2,
    });
    const removed = await admin.http.delete(`/api/v1/connections/${id}`).set('If-Match', '"1"');
    expect(removed.body).toMatchObject({ status: 412, code: 'request.stale' });
    expect((await admin.http.delete(`/api/v1/connections/${id}`).set('If-Match', '"2"')).status).toBe(200);
  });

  it('is changed by one of two that saw the same', async () => {
    const { id } = await sampleConnection(admin);
    const answers = await Promise.all([change(id, '"1"'), change(id, '"1"'), change(id, '"1"')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('is not made older by what the engine finds out', async () => {
    const { id } = await sampleConnection(admin);
    await admin.database.tenant.transaction((tx) => tx.connections.saveStatus(id, 'needs_attention', '401'));
    expect((await change(id, '"1"')).status).toBe(200);
  });
});

describe('If-Match', () => {
  it.each(['"1"', 'W/"1"', '1', ' "1" ', '*'])('takes %s as revision 1', async (tag) => {
    const { id } = await sampleConnection(admin);
    expect((await change(id, tag)).status).toBe(200);
  });

  it.each(['"one"', '"1", "2"', 'W/1', '""', '1"', 'w/"1"', '"-1"'])('takes %s for none', async (tag) => {
    const { id } = await sampleConnection(admin);
    expect((await change(id, tag)).body).toMatchObject({
      status: 400,
      errors: [{ path: 'If-Match', message: expect.stringContaining('must be one ETag') as string }],
    });
  });

  it('and Idempotency-Key are refused where an operation would not heed them', async () => {
    const job = await sampleJob(admin);
    const refused = [
      await admin.http.post(`/api/v1/jobs/${job.id}/runs`).set('If-Match', '"1"').send({}),
      await admin.http.get(`/api/v1/jobs/${job.id}`).set('If-Match', '"1"'),
      await admin.http
        .post('/api/v1/groups')
        .set('Idempotency-Key', 'k')
        .send({ name: 'g', jobs: [job.id] }),
      await admin.http.patch(`/api/v1/jobs/${job.id}`).set('Idempotency-Key', 'k').send({}),
    ];
    for (const { body } of refused) {
      expect(body).toMatchObject({
        status: 400,
        code: 'request.invalid',
        detail: expect.stringContaining('does not take it') as string,
      });
    }
    expect((await admin.http.get('/api/v1/groups/g')).status).toBe(404);
  });
});
