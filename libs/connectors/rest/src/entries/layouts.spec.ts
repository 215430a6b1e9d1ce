import { startListServer } from '../testing/list-server.js';

const server = startListServer();
const read = async (body: object, stream: object) => {
  server.answer = () => body;
  const pages = await server.list({ recordsPath: '', ...stream });
  return pages.flatMap(({ records }) => records);
};
const refused = async (body: object, stream: object) =>
  read(body, stream).then(
    (records) => Promise.reject(new Error(`it gave ${records.length} records`)),
    (error: unknown) => error as Error,
  );

describe('a map', () => {
  const byId = { layout: { kind: 'map', key: 'id' } };

  it('keeps the name of each member, also one that objects inherit something by', async () => {
    const body = JSON.parse('{"__proto__":{"a":1},"constructor":{"a":2},"7":{"a":3}}') as object;
    const records = await read(body, byId);
    expect(records.map(({ externalId }) => externalId)).toEqual(['7', '__proto__', 'constructor']);
    expect(records.map(({ data }) => JSON.stringify(data))).toContain('{"a":1,"id":"__proto__"}');
  });

  it('leaves a field of the key as the provider wrote it where it has the same value, also a number', async () => {
    const records = await read({ 7: { id: 7 }, b: { id: 'b' }, c: { id: null } }, byId);
    expect(records.map(({ data }) => data)).toEqual([{ id: 7 }, { id: 'b' }, { id: 'c' }]);
  });

  it('refuses a field of the key that says something else', async () => {
    expect((await refused({ 7: { id: 8 } }, byId)).message).toContain(
      'The member "7" of the body in the answer of /things has something else in its field "id"',
    );
  });

  it('refuses a member that is no object, for instance the place of the next page among the entries', async () => {
    expect((await refused({ a: {}, next: null }, byId)).message).toContain(
      'has a member "next" that is no object',
    );
  });

  it('takes an empty list for an empty map, and no other list', async () => {
    expect(await read([], byId)).toEqual([]);
    expect((await refused([{ id: 1 }], byId)).message).toContain('holds a list, not an object');
  });

  it('takes no error of the provider for a record', async () => {
    expect(await refused({ error: { code: 9 } }, byId)).toMatchObject({ code: 'provider.error_in_answer' });
    const values = { layout: { kind: 'map', key: 'id', value: 'rate' } };
    expect(await refused({ error: 'late' }, values)).toMatchObject({ code: 'provider.error_in_answer' });
  });
});

describe('rows', () => {
  const rows = { layout: { kind: 'rows' } };
  const named = { layout: { kind: 'rows', columns: ['id', 'name'] } };

  it.each([
    [
      'one cell too few',
      [['id', 'name'], [1]],
      rows,
      'Row 2 of the body in the answer of /things has 1 cells, but there are 2 columns (id, name)',
    ],
    [
      'one cell too many',
      [
        [1, 'a'],
        [2, 'b', 'c'],
      ],
      named,
      'Row 2 of the body in the answer of /things has 3 cells',
    ],
    [
      'one cell too many, where short ones are allowed',
      [[1, 'a', 'b']],
      { layout: { ...named.layout, shortRows: 'null' } },
      'Row 1 of the body in the answer of /things has 3 cells',
    ],
    ['no list', [['id'], { id: 1 }], rows, 'Row 2 of the body in the answer of /things is no list of cells'],
    [
      'a header that is none',
      [{ id: 1 }],
      rows,
      'Row 1 of the body in the answer of /things is no list of cells',
    ],
    [
      'a header without the id',
      [
        ['ID', 'name'],
        [1, 'a'],
      ],
      rows,
      'there is no column "id" for the id, only ID, name',
    ],
    ['a header with a name twice', [['id', 'a', 'a']], rows, 'there are two columns "a"'],
    ['a header with a blank', [['id', ' ']], rows, 'column 2 has no name: say in `columns`'],
    ['a header with a number', [['id', 7]], rows, 'column 2 has no name'],
  ])('are refused with %s', async (_, body, stream, message) => {
    const error = await refused(body, stream);
    expect(error).toMatchObject({ code: 'provider.unexpected_shape' });
    expect(error.message).toContain(message);
  });

  it('keep a column that objects inherit something by', async () => {
    const [record] = await read(
      [
        ['id', '__proto__'],
        [1, 'x'],
      ],
      rows,
    );
    expect(JSON.stringify(record?.data)).toBe('{"id":1,"__proto__":"x"}');
  });

  it('are none where there is not even a header', async () => {
    expect(await read([], rows)).toEqual([]);
    expect(await read([['id', 'name']], rows)).toEqual([]);
  });

  it('are refused where the columns are not where they should be', async () => {
    const away = { recordsPath: 'data', layout: { kind: 'rows', columnsPath: 'meta.columns' } };
    expect((await refused({ data: [[1]] }, away)).message).toContain(
      '"meta.columns" in the answer of /things is no list of columns',
    );
  });
});

describe('one object', () => {
  it.each(['one', 'listOrOne'])(
    'by the layout %s takes no error of the provider for a record',
    async (kind) => {
      const stream = { layout: { kind } };
      expect(await refused({ error: 'late' }, stream)).toMatchObject({ code: 'provider.error_in_answer' });
      expect((await read({ id: 1, error: 'of its own' }, stream)).length).toBe(1);
      expect((await read({ error: 'of its own' }, { ...stream, errorBesideNothing: 'ignore' })).length).toBe(
        1,
      );
    },
  );

  it('is never guessed', async () => {
    expect((await refused({ id: 1 }, {})).message).toBe(
      'The body in the answer of /things holds an object, not a list',
    );
    expect((await refused([{ id: 1 }], { layout: { kind: 'one' } })).message).toContain(
      'holds a list, not an object',
    );
    expect(
      (await refused({ data: 'x' }, { recordsPath: 'data', layout: { kind: 'listOrOne' } })).message,
    ).toContain('holds a text, not a list or an object');
  });
});
