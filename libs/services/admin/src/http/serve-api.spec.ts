import { describeApi, SAME_SERVER } from '../openapi/describe-api.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

it('the description of the API is served to machines and people', async () => {
  const answer = await admin.http.get('/docs-json');
  expect(answer.body).toEqual(JSON.parse(JSON.stringify(describeApi(SAME_SERVER))));
  expect((await admin.http.get('/docs')).text).toContain('Evenkeel admin API');
});
