import type { JsonObject } from '@evenkeel/domain';
import type { Answer } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();

interface Row {
  readonly id: string;
  readonly name: string;
}

/** A shape of answers: how a provider writes its records, and what of its settings says so. */
interface Shape {
  readonly stream: JsonObject;
  readonly answer: (rows: readonly Row[]) => Answer;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  csv: {
    stream: { recordsPath: '', format: { kind: 'csv' } },
    answer: (rows) => ({
      headers: { 'content-type': 'text/csv' },
      body: ['id,name', ...rows.map(({ id, name }) => `${id},"${name}"`)].join('\r\n'),
    }),
  },
  ndjson: {
    stream: { recordsPath: '', format: { kind: 'ndjson' } },
    answer: (rows) => ({
      headers: { 'content-type': 'application/x-ndjson' },
      body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    }),
  },
  xml: {
    stream: { recordsPath: 'list.row', format: { kind: 'xml' } },
    answer: (rows) => ({
      headers: { 'content-type': 'application/xml' },
      body: `<list>${rows.map(({ id, name }) => `<row><id>${id}</id><name>${name}</name></row>`).join('')}</list>`,
    }),
  },
  map: {
    stream: { recordsPath: 'all', layout: { kind: 'map', key: 'id' } },
    answer: (rows) => ({ body: { all: Object.fromEntries(rows.map(({ id, name }) => [id, { name }])) } }),
  },
  table: {
    stream: { recordsPath: 'rows', layout: { kind: 'rows' } },
    answer: (rows) => ({ body: { rows: [['name', 'id'], ...rows.map(({ id, name }) => [name, id])] } }),
  },
};

const unread = { readOne: undefined } as unknown as JsonObject;
const full = (job: string) => world.run(job, { mode: 'full' });
const activeIn = async (job: string) =>
  Object.entries(await world.stored(job)).flatMap(([id, { data, inactive }]) =>
    inactive ? [] : [[id, data] as const],
  );

describe.each(Object.entries(SHAPES))('a provider that answers in the shape %s', (name, shape) => {
  it('is read whole, again after a change, and again after a deletion', async () => {
    let rows: Row[] = Array.from({ length: 6 }, (_, nth) => ({ id: `r${nth}`, name: `name ${nth}` }));
    world.provider.script = () => shape.answer(rows);
    await world.addJob(name, { ...shape.stream, ...unread });
    const expected = () => new Map(rows.map((row) => [row.id, row]));
    expect(await full(name)).toMatchObject({ status: 'completed', receipt: { created: 6 } });
    expect(new Map(await activeIn(name))).toEqual(expected());
    rows = [
      ...rows.map((row) => (row.id === 'r3' ? { ...row, name: 'another' } : row)),
      { id: 'new', name: 'n' },
    ];
    expect(await full(name)).toMatchObject({
      receipt: { created: 1, updated: 1, outcomes: { unchanged: 5 } },
    });
    expect(new Map(await activeIn(name))).toEqual(expected());
    rows = rows.filter(({ id }) => id !== 'r1');
    // Without a second reading of a record, two complete listings in a row prove that it is gone.
    for (let turn = 0; turn < 2; turn += 1) await full(name);
    expect(new Map(await activeIn(name))).toEqual(expected());
  });
});

describe('what a provider says that is gone beside its records', () => {
  it('is inactive at once, in a run of changes, and balances', async () => {
    let body: JsonObject = {
      added: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
      modified: [],
      removed: [],
      at: '1',
      left: 0,
    };
    world.provider.script = () => ({ body });
    await world.addJob('sync', {
      ...unread,
      recordsPath: ['added', 'modified'],
      removed: { path: 'removed' },
      incremental: { kind: 'position', param: 'cursor', positionPath: 'at', pendingPath: 'left' },
    });
    expect(await full('sync')).toMatchObject({ receipt: { created: 4 } });
    body = { added: [{ id: 5 }], modified: [{ id: 2, name: 'x' }], removed: [3], at: '2', left: 0 };
    expect(await world.run('sync', { mode: 'incremental' })).toMatchObject({
      status: 'completed',
      receipt: { created: 1, updated: 1, outcomes: { inactivated: 1 } },
    });
    expect((await activeIn('sync')).map(([id]) => id).sort()).toEqual(['1', '2', '4', '5']);
  });
});

describe('a listing in lines', () => {
  it('that has fewer than a header says takes nothing for gone', async () => {
    let body = 'id\na\nb\nc\nd\n';
    world.provider.script = () => ({ headers: { 'content-type': 'text/csv', 'x-total': 4 }, body });
    const stream = { recordsPath: '', format: { kind: 'csv' }, totalHeader: 'X-Total' };
    await world.addJob('lines', { ...unread, ...stream });
    expect(await full('lines')).toMatchObject({ receipt: { created: 4 } });
    body = 'id\na\nb\nc\n';
    for (let turn = 0; turn < 3; turn += 1) await full('lines');
    expect((await activeIn('lines')).map(([id]) => id).sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a page that the provider refuses as too large', () => {
  const rows = Array.from({ length: 30 }, (_, nth) => ({ id: nth + 1 }));
  const refusingFrom =
    (place: (q: URLSearchParams, size: number) => number) =>
    (url: URL): Answer => {
      const size = Number(url.searchParams.get('limit'));
      const from = place(url.searchParams, size);
      if (from >= 8 && size > 3) return { status: 413, body: { error: 'too large' } };
      return { body: { items: rows.slice(from, from + size) } };
    };

  it.each([
    ['offset', { kind: 'offset', param: 'offset' }, (q: URLSearchParams) => Number(q.get('offset'))],
    [
      'page',
      { kind: 'page', param: 'page' },
      (q: URLSearchParams, size: number) => (Number(q.get('page')) - 1) * size,
    ],
  ])(
    'is read in smaller ones, by %s: the run balances, and its errors say so once',
    async (kind, pagination, place) => {
      world.provider.script = refusingFrom(place);
      const job = `smaller by ${kind}`;
      await world.addJob(job, { ...unread, pageSizeParam: 'limit', pagination }, { pageSize: 8 });
      const run = await full(job);
      expect(run).toMatchObject({ status: 'completed', receipt: { created: 30 } });
      expect((await activeIn(job)).map(([id]) => Number(id)).sort((one, other) => one - other)).toEqual(
        rows.map(({ id }) => id),
      );
      const { items } = await world.admin.call('listErrors', { execution: run.id });
      expect(items.map(({ code }) => code)).toEqual(['provider.page_too_large']);
      // What is gone is found by a listing in smaller pages, too.
      world.provider.script = (url) => {
        const answer = refusingFrom(place)(url);
        const { items: listed } = answer.body as { items?: readonly { id: number }[] };
        return listed === undefined ? answer : { body: { items: listed.filter(({ id }) => id !== 20) } };
      };
      for (let turn = 0; turn < 2; turn += 1) await full(job);
      // By offset a page that became short leaves open what an offset counts: then nothing is gone.
      expect(await activeIn(job)).toHaveLength(kind === 'page' ? 29 : 30);
    },
  );
});
