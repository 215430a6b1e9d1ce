import { seedJob } from '@evenkeel/conformance';
import type { RecordTypeView } from '@evenkeel/contracts-admin';
import type { Direction } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const SCHEMA = {
  required: ['name'],
  properties: {
    name: { type: 'string' },
    nick: { type: ['string', 'null'] },
    whole: { type: 'integer' },
    part: { type: 'number' },
    yes: { type: 'boolean' },
    at: { type: 'string', format: 'date-time' },
    day: { type: 'string', format: 'date' },
    tags: { type: 'array' },
    color: { type: 'string', enum: ['red', 'blue'] },
  },
};

let types = 0;
/** A record type with a job of this direction. */
async function typeWith(
  direction: Direction | null = 'outbound',
  schema: object | null = SCHEMA,
): Promise<string> {
  types += 1;
  const type = `edited${types}`;
  const answer = await admin.http.put(`/api/v1/record-types/${type}`).send({ schema });
  expect((answer.body as RecordTypeView).view?.problem).toBeNull();
  if (direction !== null) await seedJob(admin.database.tenant, { recordType: type, direction });
  return type;
}

/** As an application does. */
async function write<Row extends object>(sql: string): Promise<Row[]> {
  return admin.database.rows<Row>(
    sql.startsWith('begin') ? sql : `begin; set local role evenkeel_writer; ${sql}; commit`,
  );
}

const stored = async (type: string) =>
  admin.database.rows<object>(
    `select data, version, inactive_at is null as active, inactive_cause as cause,
       (select count(*)::int from local_change c where c.record_id = r.id) as pending
     from record r where record_type = $1 order by id`,
    [type],
  );
const idOf = async (type: string) =>
  (await admin.database.rows<{ id: string }>('select id from record where record_type = $1', [type]))[0]!.id;

describe('a view of a record type', () => {
  it('takes an insert as a new record, each value as its schema has it', async () => {
    const type = await typeWith();
    await write(`insert into synced.${type} (name, whole, part, yes, at, day, tags, color)
      values ('Ada', 7, 1.50, true, '2026-01-02 03:04:05.25+01', '2026-01-02', '["a"]', 'red')`);
    const data = {
      name: 'Ada',
      whole: 7,
      part: 1.5,
      yes: true,
      at: '2026-01-02T02:04:05.25Z',
      day: '2026-01-02',
    };
    await expect(stored(type)).resolves.toEqual([
      { data: { ...data, tags: ['a'], color: 'red' }, version: 1, active: true, cause: null, pending: 1 },
    ]);
    const [digits] = await admin.database.rows<{ part: string }>(
      `select data ->> 'part' as part from record where record_type = $1`,
      [type],
    );
    expect(digits?.part).toBe('1.50');
  });

  it('takes an update as an edit of the fields that it changes, and of no other', async () => {
    const type = await typeWith();
    await write(`insert into synced.${type} (name, data) values ('Ada', '{"note":{"deep":1}}')`);
    await write(`update synced.${type} set nick = 'A', name = name where name = 'Ada'`);
    await write(`update synced.${type} set data = data - 'note' || '{"more":1}'`);
    await expect(stored(type)).resolves.toMatchObject([
      { data: { name: 'Ada', nick: 'A', more: 1 }, version: 3, pending: 1 },
    ]);
    await write(`update synced.${type} set nick = null, whole = null`);
    await expect(stored(type)).resolves.toMatchObject([
      { data: { name: 'Ada', nick: null, more: 1 }, version: 4 },
    ]);
    const journal = await admin.database.rows<object>(
      `select distinct actor from record_change where record_id = ${await idOf(type)}`,
    );
    // The role that is logged in, whatever it calls itself.
    expect(journal).toEqual([{ actor: 'sql:postgres' }]);
  });

  it('takes a delete as a tombstone, and an update or an insert as its restoring', async () => {
    const type = await typeWith();
    await write(`insert into synced.${type} (name) values ('Ada')`);
    const id = await idOf(type);
    await write(`delete from synced.${type}`);
    await expect(stored(type)).resolves.toMatchObject([
      { active: false, cause: 'deleted_locally', version: 2 },
    ]);
    await write(`update synced.${type} set active = true`);
    await expect(stored(type)).resolves.toMatchObject([{ active: true, cause: null, version: 3 }]);
    await write(`update synced.${type} set active = false`);
    await write(`insert into synced.${type} (record_id, name) values (${id}, 'Eve')`);
    await expect(stored(type)).resolves.toMatchObject([{ data: { name: 'Eve' }, active: true, version: 5 }]);
  });

  it.each([
    [`insert into synced.TYPE (nick) values ('A')`, '"name" of record type TYPE is required'],
    [`update synced.TYPE set name = null`, '"name" of record type TYPE is required'],
    [`update synced.TYPE set data = data - 'name'`, '"name" of record type TYPE is required'],
    [`update synced.TYPE set color = 'pink'`, '"color" of record type TYPE is one of "red", "blue"'],
    [`update synced.TYPE set tags = '{}'`, '"tags" of record type TYPE is array, not object'],
    [
      `update synced.TYPE set data = data || '{"whole":1.5}'`,
      '"whole" of record type TYPE is integer, not number',
    ],
    [`update synced.TYPE set whole = 'many'`, 'invalid input syntax for type bigint'],
    [`update synced.TYPE set data = '[]'`, 'data is a JSON object'],
    [`update synced.TYPE set day = 'infinity'`, 'A date of a record is not infinite'],
    [
      `update synced.TYPE set version = 7`,
      'record_id, version, created_at and updated_at are kept by Evenkeel',
    ],
    [`update synced.TYPE set nickname = 'A'`, 'column "nickname" of relation "TYPE" does not exist'],
    [
      `insert into synced.TYPE (record_id, name) values (1, 'A')`,
      'There is no deleted record 1 of type TYPE',
    ],
    [`update evenkeel.record set data = '{}'`, 'permission denied'],
  ])('refuses %s', async (sql, message) => {
    const type = await typeWith();
    await write(`insert into synced.${type} (name) values ('Ada')`);
    await expect(write(sql.replace('TYPE', type))).rejects.toThrow(message.replaceAll('TYPE', type));
    await expect(stored(type)).resolves.toMatchObject([{ version: 1 }]);
  });

  it('is read-only where a job would write over an edit that no provider is told of', async () => {
    const type = await typeWith('inbound');
    const message = `Records of type ${type} are read-only: no job writes them to a provider`;
    await expect(write(`insert into synced.${type} (name) values ('Ada')`)).rejects.toThrow(message);
    const free = await typeWith(null);
    await write(`insert into synced.${free} (name) values ('Ada')`);
    await expect(stored(free)).resolves.toMatchObject([{ version: 1, pending: 0 }]);
  });

  it('keeps of a field that is shown as text the type that it has', async () => {
    const type = await typeWith('outbound', null);
    await admin.database.rows(
      `update record_view set columns = '[{"name":"odd","property":"odd","kind":"any"}]' where record_type = $1`,
      [type],
    );
    await admin.database.rows(`create or replace view synced.${type} as
      select id as record_id, inactive_at is null as active, version, created_at, updated_at, data, data ->> 'odd' as odd
      from evenkeel.record where record_type = '${type}'`);
    await write(`insert into synced.${type} (data) values ('{"odd":1}')`);
    await write(`update synced.${type} set odd = '2'`);
    await expect(stored(type)).resolves.toMatchObject([{ data: { odd: 2 } }]);
    await write(`update synced.${type} set odd = 'two'`);
    await write(`update synced.${type} set odd = '3'`);
    await expect(stored(type)).resolves.toMatchObject([{ data: { odd: '3' } }]);
  });
});
