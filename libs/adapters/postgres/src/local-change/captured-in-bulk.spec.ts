import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { Client } from 'pg';
import { FORGET_CHANGES, pushedVersions } from '../push/pushed-versions.js';
import { testDatabase } from '../testing/test-database.js';

let session: Client;
// Ahead of the database: its end would be an error of the session.
afterAll(() => session.end());
const database = testDatabase();
/** Of the statements within the triggers, as they were carried out. */
const plans: string[] = [];

beforeAll(async () => {
  const options = '-c search_path=evenkeel -c application_name=psql';
  session = new Client({ connectionString: database.superuserUrl, options });
  await session.connect();
  session.on('notice', ({ message }) => plans.push(message ?? ''));
  await session.query(
    `load 'auto_explain'; set auto_explain.log_nested_statements = on; set auto_explain.log_min_duration = 0; set client_min_messages = log`,
  );
});

const WITH_BOTH = /Named Tuplestore Scan[^]*Named Tuplestore Scan/;

it.each(['outbound', 'bidirectional'] as const)(
  'a session that has edited one record before captures a bulk edit without a loop within a loop: %s',
  async (direction) => {
    const { job, set } = await seedJob(database.tenant, { direction, recordType: `bulk ${direction}` });
    await session.query(
      `insert into record (tenant_id, record_type, data) select $1, $2, '{"name": "Ada"}' from generate_series(1, 300)`,
      [DEFAULT_TENANT, set.recordType],
    );
    await session.query(
      `insert into reference_set (tenant_id, connection_id, stream, record_type, rule) values ($1, $2, $3, $4, '')`,
      [DEFAULT_TENANT, set.connectionId, set.stream, set.recordType],
    );
    await session.query(
      `insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
       select r.id, s.id, r.id::text, gen_random_uuid(), now() from record r join reference_set s using (record_type) where r.record_type = $1`,
      [set.recordType],
    );
    const edit = (name: string, where: string) =>
      session.query(
        `update record set data = jsonb_build_object('name', $1::text) where record_type = $2 and ${where}`,
        [name, set.recordType],
      );
    await edit('Eve', 'id = (select min(id) from record where record_type = $2)');
    plans.length = 0;
    await edit('Eva', 'true');
    const joining = plans.filter((plan) => WITH_BOTH.test(plan));
    expect(joining.length).toBeGreaterThan(0);
    for (const plan of joining)
      expect(plan).toMatch(/Hash Full Join[^]*Named Tuplestore Scan[^]*Named Tuplestore Scan/);
    const { rows } = await session.query<{ pending: string; bases: string }>(
      `select (select count(*) from local_change where job_id = $1) as pending,
         (select count(*) from reference_base b join external_reference e on e.id = b.reference_id join reference_set s on s.id = e.set_id
          where s.record_type = $2) as bases`,
      [job.id, set.recordType],
    );
    expect(rows).toEqual([{ pending: '300', bases: direction === 'outbound' ? '0' : '300' }]);
  },
);

it('a push that leaves a change behind while it is edited is no error of the edit', async () => {
  const { job, set } = await seedJob(database.tenant, { direction: 'outbound', recordType: 'raced' });
  const { rows } = await session.query<{ id: string }>(
    `insert into record (tenant_id, record_type, data) select $1, $2, '{"name": "Ada"}' from generate_series(1, 3) returning id`,
    [DEFAULT_TENANT, set.recordType],
  );
  await session.query('delete from local_change where job_id = $1', [job.id]);
  const push = new Client({ connectionString: database.superuserUrl });
  await push.connect();
  try {
    await push.query('begin; set search_path = evenkeel');
    await push.query(
      `insert into local_change (tenant_id, job_id, record_id, version, kind) values ($1, $2, $3, 1, 'changed')`,
      [DEFAULT_TENANT, job.id, rows[1]!.id],
    );
    const { rows: backend } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    const edited = session.query(`update record set data = '{"name": "Eve"}' where record_type = $1`, [
      set.recordType,
    ]);
    const waitsFor = 'select cardinality(pg_blocking_pids($1)) as others';
    const isWaiting = async () =>
      (await push.query<{ others: number }>(waitsFor, [backend[0]!.pid])).rows[0]?.others === 1;
    while (!(await isWaiting()));
    await push.query('commit');
    await edited;
  } finally {
    await push.end();
  }
  await expect(
    database.rows('select record_id as id, version from local_change where job_id = $1 order by 1', [job.id]),
  ).resolves.toEqual(rows.map(({ id }) => ({ id, version: 2 })));
});

it('what was pushed is forgotten by the index of changes, however many are pending', async () => {
  const { job, set } = await seedJob(database.tenant, { direction: 'outbound', recordType: 'pending' });
  await session.query(
    `insert into record (tenant_id, record_type, data) select $1, $2, '{}' from generate_series(1, 2000)`,
    [DEFAULT_TENANT, set.recordType],
  );
  const { rows } = await session.query<{ id: string }>(
    'select record_id as id from local_change where job_id = $1 order by 1 limit 200',
    [job.id],
  );
  const pushed = rows.map(({ id }, at) => ({ recordId: id, recordVersion: at < 150 ? 1 : 0 }));
  const { rows: plan } = await session.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, timing off) ${FORGET_CHANGES}`,
    [DEFAULT_TENANT, job.id, ...pushedVersions(pushed)],
  );
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).not.toContain('Join Filter');
  expect(text).toMatch(/on local_change c .*rows=150/);
});
