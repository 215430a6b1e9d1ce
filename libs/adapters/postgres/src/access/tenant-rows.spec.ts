import { fillTenant } from '@evenkeel/conformance';
import type { RecordColumn, TenantId } from '@evenkeel/domain';
import { SCHEMA } from '../database/database.js';
import { viewSchemaOf } from '../record-type/view-names.js';
import { testDatabase } from '../testing/test-database.js';
import { TENANT_ROWS } from './tenant-rows.js';

const [NORTH, SOUTH] = ['00000000-0000-0000-0000-0000000000a1', '00000000-0000-0000-0000-0000000000a2'];
const COLUMNS: readonly RecordColumn[] = [{ name: 'name', property: 'name', kind: 'text' }];
/** What is no tenant's, or is not taken out with it, and why. */
const NOT_ERASED: Readonly<Record<string, string>> = {
  tenant: 'goes last, by itself',
  audit_event: 'is only added to; its retention ends it',
  audit_change: 'is only added to; its retention ends it',
  schema_migration: 'of the installation',
  bus_outage: 'of the installation',
  event_cursor: 'of the installation',
  journal_cursor: 'of the installation',
  engine_setting: 'of the installation',
  kept_key: 'of the installation',
  store_place: 'of the installation',
  outbox: 'messages on their way, which end within seconds',
  page_spill: 'messages on their way, which end within hours',
  stuck_message: 'messages that a person has to look at',
};

const database = testDatabase();
const tables = TENANT_ROWS.map(({ table }) => table);
const removals = <T>(work: Parameters<typeof database.system.transaction<T>>[0]) =>
  database.system.transaction(work);

it('names every table of the schema, once, or says why not', async () => {
  const there = await database.rows<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = $1',
    [SCHEMA],
  );
  expect([...tables, ...Object.keys(NOT_ERASED)].toSorted()).toEqual(
    there.map(({ name }) => name).toSorted(),
  );
});

it('deletes what refers to something before it', async () => {
  const keys = await database.rows<{ child: string; parent: string }>(
    `select distinct c.relname as child, p.relname as parent from pg_constraint k
     join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
     where k.contype = 'f' and k.confdeltype <> 'c' and c.relname <> p.relname and p.relname <> 'tenant'`,
  );
  expect(keys.length).toBeGreaterThan(20);
  for (const { child, parent } of keys)
    expect({ child, isFirst: tables.indexOf(child) < tables.indexOf(parent) }).toEqual({
      child,
      isFirst: true,
    });
});

async function addTenant(id: TenantId, name: string): Promise<void> {
  await database.rows('insert into tenant (id, name) values ($1, $2)', [id, name]);
  const tenant = database.postgres.store.of(id);
  await fillTenant(tenant, id);
  await tenant.transaction(async (tx) => {
    const madeFrom = await tx.recordViews.lock('customer');
    await tx.recordViews.make('customer', COLUMNS);
    await tx.recordViews.save('customer', { columns: COLUMNS, problem: null }, madeFrom);
  });
}

/** Rows of every table, but for what other tests look at. */
async function countAll(): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (const table of [...tables, 'tenant']) {
    const [row] = await database.rows<{ count: number }>(`select count(*)::int from ${table}`);
    counted.set(table, row!.count);
  }
  return counted;
}

const isThere = async (schema: string) =>
  (await database.rows('select from pg_namespace where nspname = $1', [schema])).length === 1;

describe('a tenant that is removed', () => {
  let before: ReadonlyMap<string, number>;
  beforeAll(async () => {
    await addTenant(NORTH, 'north');
    before = await countAll();
    await addTenant(SOUTH, 'south');
  });

  it('is planned: everything that it has, by table, and nothing of others', async () => {
    const plan = await removals((tx) => tx.tenantRemovals.plan(SOUTH));
    const after = await countAll();
    const added = tables.map((table) => ({ table, rows: after.get(table)! - before.get(table)! }));
    expect(plan).toEqual(added.filter(({ rows }) => rows > 0));
    expect(plan.length).toBeGreaterThan(25);
    expect(await removals((tx) => tx.tenantRemovals.plan(NORTH))).toEqual(plan);
  });

  it('loses nothing before it is marked, and the first one is never', async () => {
    expect(await removals((tx) => tx.tenantRemovals.erase(SOUTH, 'record', 100))).toBe(0);
    expect(await removals((tx) => tx.tenantRemovals.finish(SOUTH))).toBe(false);
    const [first] = await database.rows<{ id: TenantId }>(`select id from tenant where name = 'default'`);
    expect(await removals((tx) => tx.tenantRemovals.begin(first!.id, 'eve'))).toBeUndefined();
    expect(await removals((tx) => tx.tenantRemovals.listRemoving())).toEqual([]);
  });

  it('has no key that holds from then on, and goes on until nothing is under way', async () => {
    const begun = await removals((tx) => tx.tenantRemovals.begin(SOUTH, 'ada'));
    expect(begun).toMatchObject({ name: 'south', removedBy: 'ada' });
    expect(await removals((tx) => tx.tenantRemovals.begin(SOUTH, 'bob'))).toMatchObject({ removedBy: 'ada' });
    const keys = await database.rows('select revoked_by from api_key where tenant_id = $1', [SOUTH]);
    expect(keys).toEqual([{ revoked_by: 'ada' }]);
    expect(await removals((tx) => tx.access.findTenant('south'))).toBeUndefined();
    const isQuiet = () => removals((tx) => tx.tenantRemovals.isQuiet(SOUTH, 10));
    const settle = [
      `update tenant set removed_at = removed_at - interval '11 minutes' where id = $1`,
      `update execution set finished_at = engine_now() where tenant_id = $1`,
      `update job set removed_at = engine_now(), settled = true where tenant_id = $1`,
      `update connection set removed_at = engine_now(), settled = true where tenant_id = $1`,
    ];
    for (const step of settle) {
      expect(await isQuiet()).toBe(false);
      await database.rows(step, [SOUTH]);
    }
    expect(await isQuiet()).toBe(true);
  });

  it('goes in small steps, of which each leaves what is left to the next', async () => {
    for (const table of tables.slice(0, -1)) {
      let erased: number;
      do {
        erased = await removals((tx) => tx.tenantRemovals.erase(SOUTH, table, 1));
        expect(erased).toBeLessThanOrEqual(1);
      } while (erased > 0);
    }
    expect(await removals((tx) => tx.tenantRemovals.finish(SOUTH))).toBe(false);
    expect(await isThere(viewSchemaOf(SOUTH))).toBe(true);
    await removals((tx) => tx.tenantRemovals.erase(SOUTH, 'api_key', 100));
    expect(await removals((tx) => tx.tenantRemovals.finish(SOUTH))).toBe(true);
    expect(await removals((tx) => tx.tenantRemovals.finish(SOUTH))).toBe(false);
    expect(await countAll()).toEqual(before);
    expect([await isThere(viewSchemaOf(SOUTH)), await isThere(viewSchemaOf(NORTH))]).toEqual([false, true]);
  });

  it('is in no table that has a column of tenants', async () => {
    const columns = await database.rows<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = $1 and column_name = 'tenant_id' and table_name <> all($2)`,
      [SCHEMA, Object.keys(NOT_ERASED)],
    );
    expect(columns.length).toBeGreaterThan(35);
    for (const { name } of columns)
      expect([name, await database.rows(`select from ${name} where tenant_id = $1`, [SOUTH])]).toEqual([
        name,
        [],
      ]);
  });
});
