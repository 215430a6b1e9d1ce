// How fast what runs have left is deleted, for docs/adr/0088: `node libs/adapters/postgres/scripts/measure-retention.mjs [OUTCOMES]`, after a build.
// Beside the deletes a run goes on that adds pages of outcomes, as fast as it can.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgres, EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import pg from 'pg';

const OUTCOMES = Number(process.argv[2] ?? 10_000_000);
const PER_RUN = 10_000;
const DAYS = 90;
const RUNS = OUTCOMES / PER_RUN;
const seconds = async (work) => {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
};
const say = (what, figures) => console.log(`${what.padEnd(44)} ${figures}`);

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-retention-'));
const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: false });
const postgres = createPostgres({ url: server.url });
const open = async () => {
  const client = new pg.Client({
    connectionString: server.url,
    options: '-c search_path=evenkeel -c jit=off',
  });
  await client.connect();
  return client;
};
const outcomesOf = (table, day) => `
  insert into ${table} (execution_id, chunk_id, page_no, position, external_id, outcome, problem${day ? ', at' : ''})
  select e.id, e.chunk, n / 1000, n % 1000, 'customer-' || n, 'rejected', '{"code":"mapping.invalid","message":"\\"email\\" is no address"}'${day ? ', e.finished_at' : ''}
  from (select e.id, c.id as chunk, e.finished_at from execution e join chunk c on c.execution_id = e.id where e.forgotten_at is not null) e
  cross join generate_series(0, ${PER_RUN - 1}) n`;

try {
  await postgres.migrate();
  const client = await open();
  const sizeOf = async (table) =>
    Number((await client.query(`select pg_total_relation_size('${table}') / 1048576 as mb`)).rows[0].mb);
  const [connection, job] = [randomUUID(), randomUUID()];
  const tenant = (await client.query(`select id from tenant`)).rows[0].id;
  await client.query(
    `insert into connection (id, tenant_id, name, connector, settings, status) values ($1, $2, 'crm', 'rest', '{}', 'active')`,
    [connection, tenant],
  );
  await client.query(
    `insert into job (id, tenant_id, connection_id, name, stream, record_type, revision) values ($1, $2, $3, 'customers', 'customers', 'customer', 1)`,
    [job, tenant, connection],
  );
  const seed = async () => {
    await client.query(
      `insert into execution (id, tenant_id, job_id, job_revision, trigger_id, trigger_kind, actor, lane, mode, scope, status, phase, epoch, requested_at, started_at, finished_at, forgotten_at)
       select gen_random_uuid(), $1, $2, 1, gen_random_uuid(), 'schedule', 'schedule', 'bulk', 'full', '{"kind":"full"}', 'completed', 'done', 0, t, t, t, now()
       from generate_series(1, ${RUNS}) n cross join lateral (select now() - (100 + n % ${DAYS}) * interval '1 day' as t) t`,
      [tenant, job],
    );
    await client.query(
      `insert into chunk (id, execution_id, ordinal, epoch, state, attempt, slice, pages_applied, fetched, created, updated, unchanged, merged, reactivated, conflicted, rejected, refused, errored, parked, superseded)
       select gen_random_uuid(), id, 0, 0, 'applied', 1, '{"kind":"listing"}', 10, 10000, 0, 0, 0, 0, 0, 0, 10000, 0, 0, 0, 0 from execution where forgotten_at is not null`,
    );
    return seconds(() => client.query(outcomesOf('outcome')));
  };
  const inserting = await seed();
  await client.query('vacuum analyze outcome');
  await client.query('analyze execution; analyze chunk');
  say(
    'outcomes',
    `${OUTCOMES} in ${RUNS} runs, ${await sizeOf('outcome')} MB, added at ${Math.round(OUTCOMES / inserting)}/s`,
  );

  // A run beside it.
  const other = await open();
  const run = randomUUID();
  let goes = true;
  const pages = [];
  const writing = (async () => {
    for (let page = 0; goes; page += 1) {
      const took = await seconds(() =>
        other.query(
          `insert into outcome (execution_id, chunk_id, page_no, position, external_id, outcome)
           select $1, $1, $2, n, 'live-' || n, 'rejected' from generate_series(1, 1000) n`,
          [run, page],
        ),
      );
      pages.push({ at: performance.now(), took });
      await sleep(20);
    }
  })();
  const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const pagesBetween = (from, to) =>
    pages.filter(({ at }) => at >= from && at < to).map(({ took }) => took * 1000);
  const before = performance.now();
  await sleep(5_000);
  const began = performance.now();
  let deleted = 0;
  const batches = [];
  for (;;) {
    let gone = 0;
    batches.push(
      (await seconds(async () => {
        gone = await postgres.store.system.transaction((tx) => tx.growth.forgetMarked(2_000));
      })) * 1000,
    );
    deleted += gone;
    if (gone === 0 || performance.now() - began > 150_000) break;
  }
  const ended = performance.now();
  const [alone, beside] = [pagesBetween(before, began), pagesBetween(began, ended)];
  say(
    'deleted in batches of 2,000',
    `${deleted} rows, ${Math.round((deleted / (ended - began)) * 1000)}/s; a batch ${median(batches).toFixed(1)} ms, longest ${Math.max(...batches).toFixed(0)} ms`,
  );
  say(
    'a page of 1,000 outcomes beside that',
    `${median(beside).toFixed(1)} ms (alone ${median(alone).toFixed(1)} ms), longest ${Math.max(...beside).toFixed(0)} ms (alone ${Math.max(...alone).toFixed(0)} ms)`,
  );
  goes = false;
  await writing;
  const vacuuming = await seconds(() => client.query('vacuum outcome'));
  const size = await sizeOf('outcome');
  say('vacuum after that', `${vacuuming.toFixed(1)} s, ${size} MB`);
  // What was cleared away is used again.
  const rows = Math.min(deleted, OUTCOMES);
  await client.query(`insert into outcome (execution_id, chunk_id, page_no, position, external_id, outcome, problem)
    select gen_random_uuid(), gen_random_uuid(), 0, n, 'customer-' || n, 'rejected', '{"code":"mapping.invalid","message":"\\"email\\" is no address"}' from generate_series(1, ${Math.floor(rows / 2)}) n`);
  say('half as many added again', `${await sizeOf('outcome')} MB`);

  await other.end();
  await client.end();
} finally {
  await postgres.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
