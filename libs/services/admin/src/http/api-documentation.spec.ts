import { describeApi } from './api-documentation.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}
const describedApi = () => JSON.parse(JSON.stringify(describeApi(admin.app))) as OpenApi;

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and served to machines and people', async () => {
    const answer = await admin.http.get('/docs-json');
    expect((answer.body as OpenApi).openapi).toBe('3.1.0');
    expect((await admin.http.get('/docs')).text).toContain('Evenkeel admin API');
  });

  it('refers to no shape that it does not hold', () => {
    const api = describedApi();
    const referred = [...JSON.stringify(api).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(referred.length).toBeGreaterThan(20);
    expect(referred.filter((name) => !(String(name) in api.components.schemas))).toEqual([]);
  });

  it('tells of every operation what it answers and that it may answer with a problem', () => {
    const operations = Object.values(describedApi().paths).flatMap((path) => Object.values(path));
    for (const { operationId, responses } of operations) {
      expect({ operationId, answers: Object.keys(responses).sort() }).toEqual({
        operationId,
        answers: [expect.stringMatching(/^20[012]$/), 'default'],
      });
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });
});
