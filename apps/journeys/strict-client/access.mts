import { expect, given, type Api } from './client.mjs';

/** What `evenkeel keys`, `tenants` and `audit-log` do. */
export async function keepKeys(api: Api): Promise<void> {
  const { roles } = await given(api.GET('/api/v1/caller', {}));
  expect(roles[0] === 'admin', 'callers of this machine may do everything');
  const made = await given(api.POST('/api/v1/api-keys', { body: { name: 'ci', role: 'viewer' } }));
  const keys = await given(api.GET('/api/v1/api-keys', {}));
  expect(
    keys.items.some(({ id }) => id === made.id),
    'a key is listed',
  );
  const revoked = await given(
    api.DELETE('/api/v1/api-keys/{apiKey}', { params: { path: { apiKey: 'ci' } } }),
  );
  expect(revoked.revokedAt !== null && made.key.startsWith('evk_'), 'it is revoked');
  const { items } = await given(api.GET('/api/v1/audit-log', { params: { query: { limit: 2 } } }));
  expect(items[0]?.operation === 'revokeApiKey', 'it is written down');
  const { apiKey } = await given(api.POST('/api/v1/tenants', { body: { name: 'north' } }));
  const tenants = await given(api.GET('/api/v1/tenants', {}));
  expect(tenants.items.length === 2 && apiKey.role === 'admin', 'a tenant has a first key');
  const path = { tenant: 'north' };
  const planned = await given(api.GET('/api/v1/tenants/{tenant}/removal', { params: { path } }));
  expect(planned.removedAt === null && planned.tables.length === 1, 'a new tenant has nothing but its key');
  const body = { settings: { DISPATCH_PER_TENANT: 128 } };
  const changed = await given(api.PATCH('/api/v1/engine/settings', { body }));
  const shown = await given(api.GET('/api/v1/engine/settings', {}));
  const valueOf = (list: typeof shown) =>
    list.items.find(({ name }) => name === 'DISPATCH_PER_TENANT')?.value;
  expect(valueOf(changed) === 128 && valueOf(shown) === 128, 'a setting holds');
  const query = { confirm: 'north' };
  const removal = await given(api.DELETE('/api/v1/tenants/{tenant}', { params: { path, query } }));
  expect(removal.removedAt !== null, 'a tenant is being removed');
}
