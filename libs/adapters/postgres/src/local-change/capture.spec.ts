import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { foreignDatabase } from '../testing/foreign-database.js';
import { testDatabase } from '../testing/test-database.js';

interface Pending {
  readonly job: string;
  readonly record: string;
  readonly version: number;
  readonly kind: string;
}

describe.each([
  ['embedded', testDatabase],
  ['foreign', foreignDatabase],
] as const)('local changes in a database that is %s', (kind, open) => {
  const database = open();
  const sql = <Row extends object>(text: string, values?: readonly unknown[]) =>
    database.rows<Row>(text, values);

  let types = 0;
  /** A record type with two jobs that write it and one that only reads it. */
  async function written(): Promise<{ type: string; jobs: readonly string[]; reader: string }> {
    types += 1;
    const type = `${kind}_${types}`;
    const ids: string[] = [];
    for (const direction of ['outbound', 'outbound', 'inbound'] as const) {
      const { job } = await seedJob(database.tenant, { recordType: type, direction });
      ids.push(job.id);
    }
    const [one, other, reader] = ids as [string, string, string];
    return { type, jobs: [one, other].sort(), reader };
  }

  async function insert(type: string, data: object = { name: 'Ada' }): Promise<string> {
    const [row] = await sql<{ id: string }>(
      'insert into record (tenant_id, record_type, data) values ($1, $2, $3) returning id',
      [DEFAULT_TENANT, type, JSON.stringify(data)],
    );
    return row!.id;
  }

  const pending = (type: string) =>
    sql<Pending>(
      `select c.job_id as job, c.record_id as record, c.version, c.kind from local_change c
       join record r on r.id = c.record_id where r.record_type = $1 order by c.record_id, c.job_id`,
      [type],
    );
  const journal = (id: string) =>
    sql<object>(
      'select version_before as before, action, data_before as data, actor ~ $2 as by from record_change where record_id = $1 order by id',
      [id, '^sql:.+'],
    );
  const record = async (id: string) =>
    (
      await sql<object>(
        'select data, version, inactive_at is null as active, inactive_cause as cause from record where id = $1',
        [id],
      )
    )[0];
  const each = (jobs: readonly string[], row: Omit<Pending, 'job'>) => jobs.map((job) => ({ job, ...row }));
  const settle = (type: string) =>
    sql('delete from local_change where record_id in (select id from record where record_type = $1)', [type]);

  it('an insert is pending for every writing job', async () => {
    const { type, jobs } = await written();
    const id = await insert(type);
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: id, version: 1, kind: 'changed' }));
    await expect(journal(id)).resolves.toEqual([{ before: 0, action: 'created', data: {}, by: true }]);
  });

  it('an update bumps the version, is journaled and pending once, however often it is repeated', async () => {
    const { type, jobs } = await written();
    const id = await insert(type);
    await settle(type);
    await sql(`update record set data = data || '{"name":"Eve"}' where id = $1`, [id]);
    await sql(`update record set data = data || '{"name":"Eva"}' where id = $1`, [id]);
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: id, version: 3, kind: 'changed' }));
    await expect(record(id)).resolves.toEqual({
      data: { name: 'Eva' },
      version: 3,
      active: true,
      cause: null,
    });
    await expect(journal(id)).resolves.toEqual([
      { before: 0, action: 'created', data: {}, by: true },
      { before: 1, action: 'changed', data: { name: 'Ada' }, by: true },
      { before: 2, action: 'changed', data: { name: 'Eve' }, by: true },
    ]);
  });

  it('an update that changes nothing is no change; a number with other digits is one', async () => {
    const { type } = await written();
    const id = await insert(type, { price: 1 });
    await settle(type);
    await sql('update record set data = data where id = $1', [id]);
    await expect(pending(type)).resolves.toEqual([]);
    await expect(record(id)).resolves.toMatchObject({ version: 1 });
    await sql(`update record set data = '{"price":1.0}' where id = $1`, [id]);
    await expect(pending(type)).resolves.toHaveLength(2);
  });

  it('a delete leaves a tombstone that is pending, and can be restored', async () => {
    const { type, jobs } = await written();
    const id = await insert(type);
    await settle(type);
    await sql('delete from record where id = $1', [id]);
    await expect(record(id)).resolves.toEqual({
      ...{ data: { name: 'Ada' }, version: 2, active: false, cause: 'deleted_locally' },
    });
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: id, version: 2, kind: 'deleted' }));
    // Again: it is gone already.
    await sql('delete from record where id = $1', [id]);
    await expect(record(id)).resolves.toMatchObject({ version: 2 });
    await sql('update record set inactive_at = null where id = $1', [id]);
    await expect(record(id)).resolves.toEqual({
      data: { name: 'Ada' },
      version: 3,
      active: true,
      cause: null,
    });
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: id, version: 3, kind: 'changed' }));
    await expect(journal(id)).resolves.toMatchObject([
      { action: 'created' },
      { action: 'deleted' },
      { action: 'restored' },
    ]);
  });

  it('an insert on conflict restores a tombstone', async () => {
    const { type, jobs } = await written();
    const id = await insert(type);
    await sql('delete from record where id = $1', [id]);
    await settle(type);
    await sql(
      `insert into record (id, tenant_id, record_type, data) values ($1, $2, $3, '{"name":"Eve"}')
       on conflict (id) do update set data = excluded.data, inactive_at = null`,
      [id, DEFAULT_TENANT, type],
    );
    await expect(record(id)).resolves.toEqual({
      data: { name: 'Eve' },
      version: 3,
      active: true,
      cause: null,
    });
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: id, version: 3, kind: 'changed' }));
  });

  it('what a job read is pending for all but that job', async () => {
    const { type, jobs } = await written();
    const id = await insert(type);
    await settle(type);
    const write = (cause: string, name: string) =>
      sql(`begin; set local evenkeel.engine = 'on'; set local evenkeel.cause_job = '${cause}';
        update record set data = jsonb_build_object('name', '${name}'), version = version + 1 where id = ${id}; commit`);
    await write(jobs[0]!, 'Eve');
    await expect(pending(type)).resolves.toEqual(
      each(jobs.slice(1), { record: id, version: 2, kind: 'changed' }),
    );
    await settle(type);
    await write(crypto.randomUUID(), 'Eva');
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: id, version: 3, kind: 'changed' }));
    // The engine keeps its own journal.
    await expect(journal(id)).resolves.toHaveLength(1);
  });

  it('what only reads, another type, and a removed job are told nothing', async () => {
    const { type, jobs } = await written();
    const other = `${type}_other`;
    await seedJob(database.tenant, { recordType: other });
    await sql('update job set removed_at = now() where id = $1', [jobs[0]]);
    await insert(other);
    const id = await insert(type);
    await expect(pending(type)).resolves.toEqual(
      each(jobs.slice(1), { record: id, version: 1, kind: 'changed' }),
    );
    await expect(pending(other)).resolves.toEqual([]);
  });

  it('is not switched off with the triggers of a session', async () => {
    if (kind === 'foreign') return;
    const { type } = await written();
    const id = await insert(type);
    await settle(type);
    await sql(
      `set session_replication_role = replica; update record set data = '{"name":"Eve"}' where id = ${id}`,
    );
    await expect(pending(type)).resolves.toHaveLength(2);
  });

  it.each([
    ['truncate record', /cannot be truncated/],
    ['update record set version = 7', /keeps id, tenant_id, record_type, version/],
    [`update record set data = '[]'`, /JSON object, not array/],
  ])('refuses %s', async (text, message) => {
    const { type } = await written();
    await insert(type);
    await expect(sql(text)).rejects.toThrow(message);
  });

  it('refuses to write what became part of another record, and names that one', async () => {
    const { type, jobs } = await written();
    const [kept, lost] = [await insert(type), await insert(type, { name: 'Eve' })];
    await sql(`begin; set local evenkeel.engine = 'on';
      update record set merged_into = ${kept}, inactive_at = now() where id = ${lost}; commit`);
    await expect(pending(type)).resolves.toEqual(each(jobs, { record: kept, version: 1, kind: 'changed' }));
    const message = `Record ${lost} is part of record ${kept} and cannot be written: write record ${kept}`;
    await expect(sql(`update record set data = '{}' where id = ${lost}`)).rejects.toThrow(message);
    await expect(sql(`delete from record where id = ${lost}`)).rejects.toThrow(message);
  });

  it('an edit of a shared record is kept as its local side', async () => {
    const { type } = await written();
    const id = await insert(type, { name: 'Ada', phone: '1', city: 'Lund' });
    await sql(
      `with said as (
         insert into projection (reference_id, tenant_id, record_id, data, changed_at) values (-$1::bigint, $2, $1, '{}', '{}'))
       insert into external_reference (record_id, set_id, external_id, content_hash, observed_at, shares_record)
       values ($1, 0, $1::bigint::text, gen_random_uuid(), now(), true)`,
      [id, DEFAULT_TENANT],
    );
    await sql(`update record set data = data - 'phone' || '{"name":"Eve"}' where id = $1`, [id]);
    await sql(`update record set data = data || '{"phone":"2"}' where id = $1`, [id]);
    await sql(`update record set data = data - 'name' where id = $1`, [id]);
    const [side] = await sql<{ data: object; changed: string[]; times: boolean }>(
      `select data, array(select jsonb_object_keys(changed_at) order by 1) as changed,
         changed_at ->> 'name' ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' as times from local_side where record_id = $1`,
      [id],
    );
    expect(side).toEqual({ data: { phone: '2' }, changed: ['name', 'phone'], times: true });
  });
});
