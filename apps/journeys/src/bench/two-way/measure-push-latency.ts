import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { on, standaloneSite, type Site } from '../site.js';
import { timeRun } from '../sync-runs.js';

const RECORDS = 100_000;
const EDITS = 150;
const EDIT_EVERY_MS = 120;
const LATENCY_MS = 5;
const LONGEST_RUN_MS = 10 * 60_000;
const RECORD_TYPE = 'pushed';

/** Milliseconds from an edit to the answer of the provider, in ascending order. */
export interface PushLatency {
  readonly api: readonly number[];
  readonly sql: readonly number[];
}

interface Edit {
  readonly recordId: string;
  readonly at: number;
}

/** Records that are edited over the API and by SQL while runs of all of them go on beside. */
export function measurePushLatency(): Promise<PushLatency> {
  return on(standaloneSite('bench-push-latency', RECORDS, { latencyMs: LATENCY_MS }), async (site) => {
    const job = await addTwoWayJob(site, 'edited', { pushOnChange: true });
    await timeRun(site, job);
    const client = new Client({
      connectionString: site.databaseUrl,
      options: '-c search_path=evenkeel -c application_name=psql',
    });
    await client.connect();
    try {
      return await editBesideRuns(site, job, client);
    } finally {
      await client.end();
    }
  });
}

/** A job that keeps the customers of the sandbox in step both ways; its name. */
export async function addTwoWayJob(
  { admin, sandbox }: Site,
  name: string,
  more: { readonly pushOnChange?: boolean } = {},
): Promise<string> {
  const writes = { keyLifetimeSeconds: null, lookUpSettlesMs: 200 };
  const settings = { baseUrl: sandbox.url, writes };
  await admin.addConnection({ name, connector: 'simulator', settings, credentials: {} });
  const stream = { stream: 'customers', recordType: RECORD_TYPE };
  await admin.addJob({
    name,
    connection: name,
    ...stream,
    direction: 'bidirectional',
    mode: 'full',
    ...more,
  });
  return name;
}

async function editBesideRuns(site: Site, job: string, client: Client): Promise<PushLatency> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text as id from record where record_type = $1 order by id limit $2`,
    [RECORD_TYPE, EDITS * 2],
  );
  let isDone = false;
  const bulk = (async () => {
    do await runBeside(site, job);
    while (!isDone);
  })();
  await sleep(1_000);
  const [api, sql]: [Edit[], Edit[]] = [[], []];
  for (let nth = 0; nth < EDITS; nth += 1) {
    const [byApi, bySql] = [rows[nth]!.id, rows[EDITS + nth]!.id];
    api.push({ recordId: byApi, at: Date.now() });
    await site.admin.editRecord(byApi, { name: `By the API ${nth}` });
    await sleep(EDIT_EVERY_MS);
    sql.push({ recordId: bySql, at: Date.now() });
    await client.query(`update record set data = data || $1::jsonb where id = $2`, [
      { name: `By SQL ${nth}` },
      bySql,
    ]);
    await sleep(EDIT_EVERY_MS);
  }
  isDone = true;
  await bulk;
  return { api: await answeredAfter(client, api), sql: await answeredAfter(client, sql) };
}

/** What is just being sent is `in_doubt` in a run that comes by meanwhile, which then is completed with errors. */
async function runBeside({ admin }: Site, job: string): Promise<void> {
  const { status, receipt } = await admin.untilEnded(await admin.begin(job), LONGEST_RUN_MS);
  const isWell = status === 'completed' || status === 'completed_with_errors';
  if (!isWell || receipt?.balanced !== true) throw new Error(`The run beside ended ${status}`);
}

/** By the clock of this machine, which is that of the database. Rejects where one of them was not answered. */
async function answeredAfter(client: Client, edits: readonly Edit[]): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: string; answered: Date }>(
    `select record_id::text as id, min(answered_at) as answered from push_intent
     where record_id = any($1::bigint[]) and result ->> 'kind' = 'written' group by record_id`,
    [edits.map(({ recordId }) => recordId)],
  );
  const answers = new Map(rows.map(({ id, answered }) => [id, answered.getTime()]));
  if (answers.size < edits.length)
    throw new Error(`Only ${answers.size} of ${edits.length} edits were answered`);
  return edits.map(({ recordId, at }) => answers.get(recordId)! - at).sort((one, other) => one - other);
}
