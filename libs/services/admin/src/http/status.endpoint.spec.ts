import { EVENKEEL_VERSION } from '@evenkeel/contracts-admin';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

it('tells the version and how quickly the database answers', async () => {
  const answer = await admin.http.get('/api/v1/status');
  expect(answer.body).toMatchObject({
    version: EVENKEEL_VERSION,
    database: { reachable: true, latencyMs: expect.any(Number) as number, problem: null },
    services: [],
  });
});
