import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type RecordColumn } from '@evenkeel/domain';
import { Client } from 'pg';
import { foreignDatabase } from '../testing/foreign-database.js';
import { testDatabase } from '../testing/test-database.js';

const COLUMNS: readonly RecordColumn[] = [
  { name: 'name', property: 'name', kind: 'text' },
  { name: 'nick', property: 'nick', kind: 'text' },
];

describe.each([
  ['embedded', testDatabase],
  ['foreign', foreignDatabase],
] as const)('a view in a database that is %s', (_, open) => {
  const database = open();
  let types = 0;

  async function typeWith(direction: 'inbound' | 'outbound' = 'outbound'): Promise<string> {
    types += 1;
    const type = `seen${types}`;
    await seedJob(database.tenant, { recordType: type, direction });
    await database.tenant.transaction(async (tx) => {
      await tx.recordTypes.ensure(type, crypto.randomUUID());
      const madeFrom = await tx.recordViews.lock(type);
      await tx.recordViews.make(type, COLUMNS);
      await tx.recordViews.save(type, { columns: COLUMNS, problem: null }, madeFrom);
    });
    return type;
  }

  async function connected(): Promise<Client & { readonly pid: number }> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const [row] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
    return Object.assign(client, row!);
  }

  async function untilItWaits(pid: number): Promise<void> {
    for (;;) {
      const [row] = await database.rows<{ waits: boolean }>(
        'select cardinality(pg_blocking_pids($1)) > 0 as waits',
        [pid],
      );
      if (row?.waits) return;
    }
  }

  const dataOf = async (type: string) =>
    (await database.rows<{ data: object }>('select data from record where record_type = $1', [type]))[0]
      ?.data;

  it('tells each writing job once of what is written to it', async () => {
    const type = await typeWith();
    const pending = () =>
      database.rows<object>(
        `select c.kind, c.version from local_change c join record r on r.id = c.record_id where r.record_type = $1`,
        [type],
      );
    await database.rows(`insert into synced.${type} (name) values ('Ada')`);
    await expect(pending()).resolves.toEqual([{ kind: 'changed', version: 1 }]);
    await database.rows(`update synced.${type} set name = 'Eve'`);
    await expect(pending()).resolves.toEqual([{ kind: 'changed', version: 2 }]);
    await database.rows(`delete from synced.${type}`);
    await expect(pending()).resolves.toEqual([{ kind: 'deleted', version: 3 }]);
  });

  it('changes nothing that the engine changed meanwhile (C5)', async () => {
    const type = await typeWith();
    await database.rows(`insert into synced.${type} (name, nick) values ('Ada', 'A')`);
    // The statement reads both fields before the engine commits, and waits for its row.
    const late = async (engine: object, set: string) => {
      const [other, edit] = [await connected(), await connected()];
      try {
        await other.query(`begin; set local evenkeel.engine = 'on'`);
        await other.query(
          'update evenkeel.record set version = version + 1, data = data || $1 where record_type = $2',
          [JSON.stringify(engine), type],
        );
        const waiting = edit.query(`update synced.${type} set ${set}`).then(
          () => 'written',
          (error: { code: string }) => error.code,
        );
        await untilItWaits(edit.pid);
        await other.query('commit');
        return await waiting;
      } finally {
        await other.end();
        await edit.end();
      }
    };
    await expect(late({ nick: 'B' }, `name = 'Eve'`)).resolves.toBe('written');
    await expect(dataOf(type)).resolves.toEqual({ name: 'Eve', nick: 'B' });
    await expect(late({ name: 'Eva' }, `name = 'Ada'`)).resolves.toBe('40001');
    await expect(dataOf(type)).resolves.toEqual({ name: 'Eva', nick: 'B' });
  });

  it('is read-only where nothing writes its records', async () => {
    const type = await typeWith('inbound');
    await expect(database.rows(`insert into synced.${type} (name) values ('Ada')`)).rejects.toThrow(
      `Records of type ${type} are read-only: no job writes them to a provider, and job`,
    );
  });

  it('gives what it wrote', async () => {
    const type = await typeWith();
    const rows = await database.rows<object>(
      `insert into synced.${type} (name) values ('Ada') returning record_id > 0 as id, active, version, name, data`,
    );
    expect(rows).toEqual([{ id: true, active: true, version: 1, name: 'Ada', data: { name: 'Ada' } }]);
    const [row] = await database.rows<object>(
      `select tenant_id as tenant from record where record_type = '${type}'`,
    );
    expect(row).toEqual({ tenant: DEFAULT_TENANT });
  });
});
