import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { on, standaloneSite } from './site.js';

const RECORDS = 100_000;
const ROUNDS = 3;
const RECORD_TYPE = 'captured';

export interface CaptureTimes {
  /** Seconds in which 100,000 records are updated by one statement. */
  readonly captured: readonly number[];
  /** The same without the triggers. */
  readonly plain: readonly number[];
}

const TRIGGERS = ['truncate', 'kept_columns', 'edit', 'delete', 'inserted', 'updated', 'bases'];

/** A bulk update of records by SQL that a job is to write to a provider, with and without what captures it, in turn. */
export function measureCapture(): Promise<CaptureTimes> {
  return on(standaloneSite('bench-capture', 0), async ({ databaseUrl, admin, sandbox }) => {
    await admin.addSandbox('captured', sandbox.url);
    const client = new Client({ connectionString: databaseUrl, options: '-c search_path=evenkeel' });
    await client.connect();
    try {
      await fill(client);
      return await measure(client);
    } finally {
      await client.end();
    }
  });
}

async function fill(client: Client): Promise<void> {
  await client.query(
    `with job as (
       insert into job (id, tenant_id, connection_id, name, stream, record_type, direction, revision)
       select $1, tenant_id, id, $2, $2, $2, 'outbound', 1 from connection where name = 'captured' returning *)
     insert into record (tenant_id, record_type, data)
     select job.tenant_id, $2, jsonb_build_object('id', n, 'name', 'Customer ' || n, 'email', n || '@example.org',
       'address', jsonb_build_object('street', 'Long street ' || n, 'city', 'Lund'), 'tags', '["a","b"]'::jsonb, 'turn', 0)
     from job, generate_series(1, ${RECORDS}) n`,
    [randomUUID(), RECORD_TYPE],
  );
}

async function measure(client: Client): Promise<CaptureTimes> {
  const [captured, plain]: [number[], number[]] = [[], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    captured.push(await timeUpdate(client, round));
    const { rows } = await client.query<{ pending: number }>(
      'select count(*)::int as pending from local_change',
    );
    if (rows[0]?.pending !== RECORDS) throw new Error(`${rows[0]?.pending} of ${RECORDS} are pending`);
    await client.query('delete from local_change');
    await asOwner(client, 'disable');
    plain.push(await timeUpdate(client, -round));
    await asOwner(client, 'enable always');
  }
  return { captured, plain };
}

async function timeUpdate(client: Client, turn: number): Promise<number> {
  // Each finds the table as the one before it did.
  for (const sql of ['set role evenkeel_owner', 'vacuum record', 'vacuum local_change', 'reset role'])
    await client.query(sql);
  const begun = performance.now();
  await client.query(
    `update record set data = data || jsonb_build_object('turn', $1::int) where record_type = $2`,
    [turn, RECORD_TYPE],
  );
  return (performance.now() - begun) / 1000;
}

async function asOwner(client: Client, what: 'disable' | 'enable always'): Promise<void> {
  const each = TRIGGERS.map((name) => `${what} trigger record_${name}`).join(', ');
  await client.query(`set role evenkeel_owner; alter table record ${each}; reset role`);
}
