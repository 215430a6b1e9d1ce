import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

describe('problems', () => {
  it('says so as a problem when the body is not JSON', async () => {
    const answer = await admin.http
      .post('/api/v1/jobs')
      .set('content-type', 'application/json')
      .send('{"name": ');
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/application\/problem\+json/);
    expect(answer.body).toMatchObject({ code: 'request.invalid' });
  });

  it('says so as a problem when nothing is at the address', async () => {
    const answer = await admin.http.get('/api/v1/nothing');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({
      type: 'urn:evenkeel:problem:request.not_found',
      code: 'request.not_found',
      remedy: expect.any(String) as string,
    });
  });

  it('tells the log what nobody foresaw, and the caller only that it happened', async () => {
    const original = admin.provider.named.bind(admin.provider);
    admin.provider.named = () => {
      throw new TypeError('a secret detail');
    };
    const answer = await admin.http.post('/api/v1/connections').send({ name: 'x', connector: 'provider' });
    admin.provider.named = original;
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'system.unexpected' });
    expect(JSON.stringify(answer.body)).not.toMatch(/secret detail|\bat .*:\d+/);
    expect(JSON.stringify(admin.log.lines)).toContain('a secret detail');
  });

  it('counts and times requests by route, not by address', async () => {
    await admin.http.get('/api/v1/jobs/no-such-job');
    const labels = { method: 'GET', route: '/api/v1/jobs/:job' };
    expect(admin.meter.counted).toContainEqual({
      name: 'http_requests_total',
      labels: { ...labels, status: '404' },
    });
    expect(admin.meter.counted).toContainEqual({ name: 'http_request_duration_seconds', labels });
  });
});
