import { randomBytes } from 'node:crypto';
import { API_PREFIX } from '@evenkeel/contracts-admin';
import { API_KEY_BYTES, composeApiKey, DEFAULT_TENANT } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';
import { RequestBudget } from './request-budget.js';

const part = (bytes: number) => randomBytes(bytes).toString('base64url');
const ownerKey = composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
const admin = startAdmin({ authentication: 'keys', ownerKey, requestsPerMinute: 12 });

it('answers a key that sends more than it may with 429 and for how long to wait, and no other key', async () => {
  const ask = (key: string) => admin.http.get(`${API_PREFIX}/caller`).set('authorization', `Bearer ${key}`);
  const made = await admin.http
    .post(`${API_PREFIX}/api-keys`)
    .set('authorization', `Bearer ${ownerKey}`)
    .send({ name: 'ci', role: 'viewer' });
  expect(made.status).toBe(201);
  expect((await ask(ownerKey)).status).toBe(200);
  const refused = await ask(ownerKey);
  expect(refused.body).toMatchObject({
    ...{ status: 429, code: 'request.too_many', errorClass: 'rate_limit' },
    detail: expect.stringMatching(
      /^key:owner \S+ may send 12 requests a minute, and has sent more$/,
    ) as string,
  });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(5);
  expect((await ask((made.body as { readonly key: string }).key)).status).toBe(200);
  // Those that are not let in have no budget.
  for (let tried = 0; tried < 5; tried += 1) expect((await ask('none')).status).toBe(401);
});

it('remembers no more callers than it has to', () => {
  const budget = new RequestBudget();
  const spend = (actor: string, at: number) =>
    budget.spend({ tenantId: DEFAULT_TENANT, actor, roles: [] }, 60, new Date(at));
  for (let caller = 0; caller < 20_000; caller += 1) spend(`key:${caller}`, caller * 10);
  expect(Object.values(budget).map((kept) => (kept as Map<string, number>).size)[0]).toBeLessThanOrEqual(
    10_001,
  );
  expect(() => spend('key:19999', 200_000)).not.toThrow();
});
