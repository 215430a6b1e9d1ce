import { randomUUID } from 'node:crypto';
import { runRequested } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, NO_OUTCOMES } from '@evenkeel/domain';
import { seedClaimed, someAdvance, somePage, someWrite } from '@evenkeel/conformance';
import { Client } from 'pg';
import { createPostgres, type Postgres } from './postgres.js';
import { ADD_UNPAIRED } from './push/agreement-repository.js';
import { nextOf } from './push/page-statements.js';
import { testDatabase } from './testing/test-database.js';
import { HOT_STATEMENTS } from './hot-statements.js';

const ROWS = 120_000;
const PAGE = 1_000;
/** What a page takes when every look-up goes by an index is some 30 ms; a scan of the full tables for each is seconds. */
const GENEROUS_MS = 3_000;

const database = testDatabase({ poolSize: 1 });

const ids = (from: number, count = PAGE) => Array.from({ length: count }, (_, n) => `id-${from + n}`);

/** Runs each hot statement so often on (nearly) empty tables that the server keeps its generic plan. */
async function prepareOnEmptyTables({ store }: Postgres) {
  const seeded = await seedClaimed(database);
  const { set, chunk, execution } = seeded;
  for (let round = 0; round < 8; round += 1) {
    await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      const [id] = ids(-1 - round, 1) as [string];
      await tx.references.find(set, [id]);
      await tx.recordWrites.create(set, [someWrite(id)]);
      const references = await tx.references.lock(set, [id]);
      const update = { ...someWrite(id), reference: references[0]! };
      await tx.recordWrites.update(execution.id, [update]);
      await tx.references.noteVersions([update]);
      await tx.pages.advance(
        someAdvance(chunk),
        [somePage('created', ['1'], { pageNo: round })],
        [{ pageNo: round, position: 0, externalId: id, outcome: 'rejected', problem: null, raw: null }],
      );
      await tx.outbox.add(runRequested, [{ triggerId: randomUUID(), jobId: randomUUID() }]);
    });
  }
  return seeded;
}

async function fillTables(set: { connectionId: string }): Promise<void> {
  const client = new Client({ connectionString: database.superuserUrl, options: '-c search_path=evenkeel' });
  await client.connect();
  try {
    // No analyze runs: the planner keeps believing that the tables are empty.
    await client.query('alter table record set (autovacuum_enabled = off)');
    await client.query('alter table external_reference set (autovacuum_enabled = off)');
    await client.query(
      `with s as (select id, tenant_id from reference_set where connection_id = $1), r as (
         insert into record (tenant_id, record_type, data)
         select s.tenant_id, 'customer', jsonb_build_object('n', n) from s, generate_series(0, $2::int - 1) n
         returning id, (data -> 'n')::int as n, tenant_id)
       insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
       select r.id, s.id, 'id-' || r.n, md5('')::uuid, '2026-11-01T12:00:00Z' from r, s`,
      [set.connectionId, ROWS],
    );
  } finally {
    await client.end();
  }
}

/** The plan that the server keeps for a statement prepared now, while all tables are empty. */
async function keptPlan(text: string): Promise<string> {
  const client = new Client({
    connectionString: database.url,
    options: '-c search_path=evenkeel -c plan_cache_mode=force_generic_plan -c jit=off',
  });
  await client.connect();
  try {
    await client.query(`prepare trial as ${text}`);
    const parameters = await client.query<{ count: number }>(
      `select cardinality(parameter_types) as count from pg_prepared_statements where name = 'trial'`,
    );
    const nulls = Array.from({ length: parameters.rows[0]!.count }, () => 'null').join(', ');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute trial(${nulls})`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.end();
  }
}

const READS_MORE_THAN_ITS_ROWS = /Seq Scan on|Hash Join|Merge Join|Bitmap Heap Scan on/;

it.each(HOT_STATEMENTS)('$name goes by an index in the plan it keeps from empty tables', async ({ text }) => {
  expect(await keptPlan(text)).not.toMatch(READS_MORE_THAN_ITS_ROWS);
});

it('would be noticed: a plain join is planned as a scan of the empty table', async () => {
  const plan = await keptPlan(
    `select e.id from unnest($2::text[]) as i(external_id)
     join external_reference e on e.set_id = $1 and e.external_id = i.external_id`,
  );
  expect(plan).toMatch(READS_MORE_THAN_ITS_ROWS);
});

it('stay quick on full tables although they were prepared on empty ones', async () => {
  const { store } = database.postgres;
  const { set, chunk, execution } = await prepareOnEmptyTables(database.postgres);
  await fillTables(set);
  const started = performance.now();
  await store.of(DEFAULT_TENANT).transaction(async (tx) => {
    const known = ids(ROWS / 2);
    expect(await tx.references.find(set, known)).toHaveLength(PAGE);
    const references = await tx.references.lock(set, known);
    const updates = references.map((reference) => ({ ...someWrite(reference.externalId), reference }));
    await tx.recordWrites.update(execution.id, updates);
    await tx.references.noteVersions(updates);
    const created = await tx.recordWrites.create(
      set,
      ids(ROWS).map((id) => someWrite(id)),
    );
    await tx.pages.advance(
      someAdvance(chunk, { outcomes: { ...NO_OUTCOMES, created: PAGE } }),
      [somePage('created', created, { pageNo: 8 })],
      [],
    );
  });
  expect(performance.now() - started).toBeLessThan(GENEROUS_MS);
}, 60_000);

/** The tables are full by now, and were never analysed. */
it.each([
  ['all', nextOf('all')],
  ['changed', nextOf('changed')],
  ['not paired yet', ADD_UNPAIRED],
])('reads no references but those of a record (%s)', async (_, text) => {
  const plan = await keptPlan(text);
  expect(plan).toMatch(/Index Cond: \(record_id = /);
  expect(plan).not.toMatch(/BitmapAnd|external_reference_key/);
});

it('would be noticed: all references of the set are read, too, where the planner may', async () => {
  expect(await keptPlan(ADD_UNPAIRED.replace('set_id + 0', 'set_id'))).toMatch(/BitmapAnd/);
});

it('make few round trips for a thousand creates', async () => {
  const sql: string[] = [];
  const counting = createPostgres({
    url: database.url,
    gate: { before: async (_, text) => void sql.push(text.trim().slice(0, 40)) },
  });
  const tenant = counting.store.of(DEFAULT_TENANT);
  const { set, chunk } = await seedClaimed({ tenant, system: counting.store.system });
  await tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('first')]));
  await tenant.transaction((tx) => tx.references.find(set, ['first']));
  sql.length = 0;
  await tenant.transaction(async (tx) => {
    await tx.chunks.lock(chunk.id);
    const writes = ids(0).map((id) => someWrite(`${randomUUID()}${id}`));
    await tx.references.find(
      set,
      writes.map(({ externalId }) => externalId),
    );
    const created = await tx.recordWrites.create(set, writes);
    const pages = Array.from({ length: 10 }, (_, pageNo) =>
      somePage('created', created.slice(pageNo * 100, pageNo * 100 + 100), { pageNo }),
    );
    await tx.pages.advance(someAdvance(chunk, { pages: 10 }), pages, []);
  });
  await counting.close();
  expect(sql).toHaveLength(7);
});
