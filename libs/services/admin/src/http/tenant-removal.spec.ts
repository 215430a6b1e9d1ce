import { randomBytes } from 'node:crypto';
import {
  ClearRemovedConnections,
  ClearRemovedJob,
  ClearRemovedJobs,
  ClearRemovedTenants,
} from '@evenkeel/administration';
import { fillTenant } from '@evenkeel/conformance';
import { API_PREFIX } from '@evenkeel/contracts-admin';
import { API_KEY_BYTES, composeApiKey, DEFAULT_TENANT } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import { startAdmin } from '../testing/start-admin.js';

const part = (bytes: number) => randomBytes(bytes).toString('base64url');
const ownerKey = composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
const admin = startAdmin({ authentication: 'keys', ownerKey });
const TENANTS = `${API_PREFIX}/tenants`;

const remove = (tenant: string, confirm: string, key = ownerKey) =>
  admin.http.delete(`${TENANTS}/${tenant}`).query({ confirm }).set('authorization', `Bearer ${key}`);
const plan = (tenant: string) =>
  admin.http.get(`${TENANTS}/${tenant}/removal`).set('authorization', `Bearer ${ownerKey}`);
const sweep = async () => {
  const [store, log] = [admin.app.get(Store), admin.app.get(Logger)];
  await new ClearRemovedTenants(store, log).run();
  await new ClearRemovedJobs(store, admin.app.get(ClearRemovedJob)).run();
  await new ClearRemovedConnections(store).run();
};

interface Added {
  readonly id: string;
  readonly apiKey: { readonly key: string };
}
let north: Added;

beforeAll(async () => {
  const added = await admin.http
    .post(TENANTS)
    .set('authorization', `Bearer ${ownerKey}`)
    .send({ name: 'north' });
  north = added.body as Added;
  await fillTenant(admin.database.postgres.store.of(north.id), north.id);
});

it.each([
  ['the first tenant', 'default', 'default', 409],
  ['the first tenant by its id', DEFAULT_TENANT, 'default', 409],
  ['another name than was confirmed', 'north', 'south', 409],
  ['none that there is', 'south', 'south', 404],
])('does not remove %s', async (_what, tenant, confirm, status) => {
  expect((await remove(tenant, confirm)).status).toBe(status);
  expect((await plan('north')).body).toMatchObject({ removedAt: null });
});

it('is nothing that a tenant may do to itself', async () => {
  expect((await remove('north', 'north', north.apiKey.key)).status).toBe(403);
});

it('shows what would go, ends what goes on, and erases it once all is quiet', async () => {
  const planned = (await plan('north')).body as { readonly tables: readonly { readonly table: string }[] };
  expect(planned.tables.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['record', 'job', 'api_key']),
  );

  const begun = await remove(north.id, 'north');
  expect(begun.body).toMatchObject({
    name: 'north',
    removedAt: expect.any(String) as string,
    tables: planned.tables,
  });
  const asked = await admin.http.get(`${API_PREFIX}/jobs`).set('authorization', `Bearer ${north.apiKey.key}`);
  expect(asked.body).toMatchObject({ status: 401, detail: 'The key "first" was revoked' });

  await sweep();
  const runs = await admin.database.rows('select status from execution where tenant_id = $1', [north.id]);
  expect(runs).toEqual([{ status: 'cancelled' }]);
  // What is under way elsewhere has its time, and what is asked again changes nothing.
  expect((await remove('north', 'north')).body).toMatchObject({
    removedAt: (begun.body as { removedAt: string }).removedAt,
  });
  expect((await plan('north')).status).toBe(200);

  await admin.database.rows(`update tenant set removed_at = removed_at - interval '1 hour' where id = $1`, [
    north.id,
  ]);
  for (let round = 0; round < 5 && (await plan('north')).status === 200; round += 1) await sweep();
  expect((await plan('north')).status).toBe(404);
  const log = await admin.database.rows<{ operation: string }>(
    `select operation from audit_event where operation = 'removeTenant' and outcome = 'done'`,
  );
  expect(log.length).toBeGreaterThan(0);
  const again = await admin.http
    .post(TENANTS)
    .set('authorization', `Bearer ${ownerKey}`)
    .send({ name: 'north' });
  expect(again.status).toBe(201);
});
