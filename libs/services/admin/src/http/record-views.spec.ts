import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeepRecordView, KeepRecordViews } from '@evenkeel/administration';
import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { Ids, Store } from '@evenkeel/ports';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const ask = <Row extends object>(sql: string) => admin.database.rows<Row>(sql);
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function set(name: string, schema: object | null): Promise<NonNullable<RecordTypeView['view']>> {
  const answer = await admin.http.put(`/api/v1/record-types/${encodeURIComponent(name)}`).send({ schema });
  expect(answer.status).toBe(200);
  return (answer.body as RecordTypeView).view!;
}

async function store(type: string, data: object, tenant = DEFAULT_TENANT): Promise<void> {
  await ask(
    `insert into record (tenant_id, record_type, data) values ('${tenant}', ${quoted(type)}, ${quoted(JSON.stringify(data))})`,
  );
}

const sweep = () =>
  new KeepRecordViews(admin.app.get(Store), admin.app.get(Ids), admin.app.get(KeepRecordView)).run();
const typed = (types: Readonly<Record<string, object>>) => ({ properties: types });

describe('the view of a record type', () => {
  it('shows each value as its column says, and null for one that does not fit', async () => {
    await set(
      'typed',
      typed({
        text: { type: 'string' },
        whole: { type: 'integer' },
        part: { type: 'number' },
        yes: { type: 'boolean' },
        at: { type: 'string', format: 'date-time' },
        day: { type: 'string', format: 'date' },
        tags: { type: 'array' },
      }),
    );
    const tags = ['a'];
    await store('typed', {
      text: 'a',
      whole: 1e3,
      part: 1.5,
      yes: true,
      at: '2026-01-02T03:04:05+01:00',
      day: '2026-01-02',
      tags,
    });
    await store('typed', {
      text: 1,
      whole: 1.5,
      part: '1',
      yes: 'true',
      at: 'tomorrow',
      day: '2026-02-31',
      tags: null,
    });
    await store('typed', { whole: 1e30, part: 1e300, at: '2026-99-02T03:04:05Z', day: 'now' });
    const rows = await ask<{ active: boolean }>(
      `select active, version, text, whole::text, part > 1 as part, yes, at at time zone 'UTC' = timestamp '2026-01-02 02:04:05' as at,
         day = date '2026-01-02' as day, tags from synced.typed order by record_id`,
    );
    const nothing = { text: null, whole: null, part: null, yes: null, at: null, day: null, tags: null };
    const head = { active: true, version: 1 };
    expect(rows).toEqual([
      { ...head, text: 'a', whole: '1000', part: true, yes: true, at: true, day: true, tags },
      { ...head, ...nothing },
      { ...head, ...nothing, part: true },
    ]);
  });

  it('can be named and filled by anything without becoming SQL', async () => {
    const type = `x"; drop table evenkeel.record; -- '$$ \\`;
    const names = [
      `a"b`,
      `'; drop schema evenkeel cascade; --`,
      `é${'n'.repeat(80)}`,
      '名前',
      'select',
      'DATA',
      'data',
      '',
      `\\'`,
    ];
    const view = await set(type, typed(Object.fromEntries(names.map((name) => [name, { type: 'string' }]))));
    expect(view).toMatchObject({ problem: null });
    expect(view.columns.map(({ property }) => property)).toEqual(names);
    await store(type, Object.fromEntries(names.map((name, at) => [name, `value ${at}`])));
    const [row] = await ask<Record<string, unknown>>(`select * from ${view.address}`);
    expect(view.columns.map(({ name }) => row?.[name])).toEqual(names.map((_, at) => `value ${at}`));
    expect(await ask('select count(*)::int as n from evenkeel.record where version = 1')).not.toEqual([
      { n: 0 },
    ]);
  });

  it('has a name of its own for each type, however long and alike they are', async () => {
    const long = 'p'.repeat(99);
    const views = [
      await set(`${long}1`, null),
      await set(`${long}2`, null),
      await set('Case', null),
      await set('case', null),
    ];
    expect(new Set(views.map(({ address }) => address)).size).toBe(4);
    await store(`${long}1`, {});
    const counts = views.map(({ address }) =>
      ask<{ n: number }>(`select count(*)::int as n from ${address}`),
    );
    expect((await Promise.all(counts)).map(([row]) => row?.n)).toEqual([1, 0, 0, 0]);
  });

  it('keeps the views that people have built on it through every change of its schema', async () => {
    await set('base', typed({ total: { type: 'string' }, gone: { type: 'string' } }));
    await ask('create view public.built as select record_id, total, gone from synced.base');
    const { columns } = await set('base', typed({ total: { type: 'number' }, more: { type: 'boolean' } }));
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'total text',
      'gone text',
      'total_2 numeric',
      'more boolean',
    ]);
    await store('base', { total: 3, more: true });
    expect(await ask('select total, gone from public.built')).toEqual([{ total: null, gone: null }]);
    expect(await ask('select total_2::int as total, more from synced.base')).toEqual([
      { total: 3, more: true },
    ]);
  });

  it('leaves what is beyond a thousand columns in data, and says so', async () => {
    const many = Array.from({ length: 1_100 }, (_, at) => [`p${at}`, { type: 'integer' }]);
    const view = await set('wide', typed(Object.fromEntries(many)));
    expect(view).toMatchObject({ problem: null });
    expect([view.columns.length, view.withoutColumn.length]).toEqual([994, 106]);
    expect(await ask('select p993, data from synced.wide')).toEqual([]);
  });

  it('does not hold up those who read: while one keeps it, it waits a moment, and a sweep heals it', async () => {
    await set('busy', typed({ a: { type: 'string' } }));
    const reading = ask('select pg_sleep(2), count(*) from synced.busy');
    const isRead = () => ask(`select 1 from pg_locks where relation = 'synced.busy'::regclass`);
    while ((await isRead()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    let hasRead = false;
    const read = reading.then(() => (hasRead = true));
    const changing = set('busy', typed({ a: { type: 'string' }, b: { type: 'string' } }));
    // A reader that comes later is not kept behind the change for longer than that waits.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await ask('select * from synced.busy');
    const { problem, columns } = await changing;
    expect(hasRead).toBe(false);
    expect(problem).toContain('lock timeout');
    expect(columns.map(({ name }) => name)).toEqual(['a']);
    await read;
    await sweep();
    const healed = (await admin.http.get('/api/v1/record-types/busy')).body as RecordTypeView;
    expect(healed.view).toMatchObject({ problem: null, columns: [{ name: 'a' }, { name: 'b' }] });
  });

  it('that may not be made keeps nothing else from going on, is told, and is made once it may', async () => {
    const view = await set('foreign', typed({ a: { type: 'string' } }));
    await ask('alter view synced.foreign owner to postgres');
    const refused = await set('foreign', typed({ b: { type: 'string' } }));
    expect(refused.problem).toContain('must be owner');
    expect(refused.columns).toEqual(view.columns);
    expect(refused.withoutColumn).toEqual(['b']);
    await ask('alter view synced.foreign owner to evenkeel_owner');
    await sweep();
    expect(await ask('select a, b from synced.foreign')).toEqual([]);
  });

  it('comes back by the sweep where it was dropped, and for a job of the previous release', async () => {
    await set('dropped', typed({ a: { type: 'string' } }));
    await ask('drop view synced.dropped');
    await sweep();
    expect(await ask('select a from synced.dropped')).toEqual([]);
    expect(await admin.database.system.transaction((tx) => tx.due.recordViews())).toEqual([]);
  });

  it('is read by the reader, who reads nothing else and writes nothing', async () => {
    await set('readable', null);
    await store('readable', { a: 1 });
    const as = (sql: string) => ask(`set role evenkeel_reader; ${sql}`);
    await as('select count(*) from synced.readable');
    await expect(as('select * from evenkeel.record')).rejects.toThrow('permission denied');
    await expect(as('delete from synced.readable')).rejects.toThrow('permission denied');
  });

  it('answers the queries of docs/records.md, with the schema of docs/records.md', async () => {
    const page = readFileSync(join(__dirname, '../../../../../docs/records.md'), 'utf8');
    const fenced = (language: string) =>
      [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);
    const [schema] = fenced('json');
    expect(await set('customer', JSON.parse(schema!) as object)).toMatchObject({ problem: null });
    await store('customer', { name: 'Ada', email: null, credit: 120.5, address: { city: 'London' } });
    const queries = fenced('sql');
    expect(queries).toHaveLength(3);
    for (const query of queries) {
      expect(await ask(query)).toMatchObject([{ name: 'Ada' }]);
      await ask(`set role evenkeel_reader; ${query}`);
    }
  });

  it('shows the records of its tenant only, in a schema of that tenant', async () => {
    const OTHER = '00000000-0000-0000-0000-00000000000a';
    await ask(`insert into tenant (id, name) values ('${OTHER}', 'other')`);
    await set('shared', null);
    await store('shared', { of: 'ours' });
    await store('shared', { of: 'theirs' }, OTHER);
    await admin.database.postgres.store
      .of(OTHER)
      .transaction((tx) => tx.recordTypes.ensure('shared', '01a228e4-0000-7000-8000-000000000002'));
    await sweep();
    expect(await ask('select data from synced.shared')).toEqual([{ data: { of: 'ours' } }]);
    expect(await ask(`select data from synced_${OTHER.replaceAll('-', '')}.shared`)).toEqual([
      { data: { of: 'theirs' } },
    ]);
    await expect(
      ask(`set role evenkeel_reader; select * from synced_${OTHER.replaceAll('-', '')}.shared`),
    ).rejects.toThrow('permission denied');
  });
});
