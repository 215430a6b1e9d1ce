import type { JsonObject, WriteKind, WriteOperation, WriteResult } from '@evenkeel/domain';
import type { StreamWrites } from '@evenkeel/ports';
import { Reply, startListServer, type Asked } from '../testing/list-server.js';

const server = startListServer();
let calls: { readonly url: URL; readonly asked: Asked }[];

function answer(reply: (url: URL, asked: Asked) => object): void {
  calls = [];
  server.answer = (url, asked) => {
    calls.push({ url, asked });
    return reply(url, asked);
  };
}

async function open(writes: JsonObject, stream: JsonObject = {}): Promise<StreamWrites> {
  const things = { path: '/things', ...stream, writes };
  return (await server.open({ baseUrl: server.baseUrl(), streams: { things } }, 'things')).writes!;
}

const operation = (kind: WriteKind, nth: number, more: Partial<WriteOperation> = {}): WriteOperation => ({
  ...{ intentId: `i-${nth}`, kind, externalId: kind === 'create' ? null : String(nth) },
  ...{ data: { name: `thing ${nth}` }, version: null, ...more },
});
const several = (kind: WriteKind, ...places: readonly number[]) => ({
  ...{ key: 'k', operations: places.map((nth) => operation(kind, nth)) },
});
const bodyOf = (nth = 0): unknown => JSON.parse(calls[nth]?.asked.body ?? 'null');
const kinds = (results: readonly WriteResult[]) => results.map(({ kind }) => kind);

const each = {
  create: { path: '/things' },
  update: { path: '/things/{id}' },
  delete: { path: '/things/{id}' },
};

describe('a batch whose results are found by a name', () => {
  const writes = {
    create: {
      path: '/things/batch',
      json: { inputs: '{records}' },
      batch: {
        ...{ size: 100, entry: { trace: '{intent}', properties: '{record}' } },
        ...{ resultsPath: 'results', match: { path: 'trace', is: '{intent}' } },
        ...{ errorsPath: 'errors', errorMatchPath: 'context.trace.0' },
      },
    },
    answer: { messagePath: 'message' },
  };

  it('gives each record its own, in whatever order they come', async () => {
    const { write } = await open(writes);
    answer(() => ({
      results: [
        { id: 'c', trace: 'i-3' },
        { id: 'a', trace: 'i-1' },
      ],
      errors: [{ message: 'the name is taken', context: { trace: ['i-2'] } }],
    }));
    const results = await write(several('create', 1, 2, 3));
    expect(bodyOf()).toMatchObject({ inputs: [{ trace: 'i-1', properties: { name: 'thing 1' } }, {}, {}] });
    expect(results).toMatchObject([
      { kind: 'written', externalId: 'a' },
      {
        kind: 'failed',
        isApplied: 'no',
        problem: { message: expect.stringContaining('the name is taken') as string },
      },
      { kind: 'written', externalId: 'c' },
    ]);
  });

  it('does not know what became of a record that it does not tell of', async () => {
    const { write } = await open(writes);
    answer(() => ({ results: [{ id: 'a', trace: 'i-1' }] }));
    expect(await write(several('create', 1, 2))).toMatchObject([
      { kind: 'written' },
      { kind: 'failed', isApplied: 'unknown' },
    ]);
  });

  it('is refused as a whole, which says nothing of its records one by one', async () => {
    const { write } = await open(writes);
    answer(() => new Reply(400, { message: 'too many' }));
    const results = await write(several('create', 1, 2));
    expect(results).toMatchObject([{ isApplied: 'no' }, { isApplied: 'no' }]);
  });
});

describe('a batch whose results are in order', () => {
  const batch = { size: 10, resultsPath: 'results', statusPath: 'status' };
  const update = { method: 'POST', path: '/batch', json: { list: '{records}' }, batch } as const;
  const writes = { update: { ...update, batch: { ...batch, entry: { id: '{id}', set: '{record}' } } } };

  it('tells of each what it is by its own status', async () => {
    const { write } = await open(writes);
    const statuses = [200, 404, 412, 422, 503];
    answer(() => ({ results: statuses.map((status, nth) => ({ status, id: String(nth + 1) })) }));
    const results = await write(several('update', 1, 2, 3, 4, 5));
    expect(kinds(results)).toEqual(['written', 'gone', 'moved', 'failed', 'failed']);
    expect(results.slice(3)).toMatchObject([{ isApplied: 'no' }, { isApplied: 'unknown' }]);
  });

  it('knows of none where there are fewer results than records', async () => {
    const { write } = await open(writes);
    answer(() => ({ results: [{ status: 200, id: '1' }] }));
    expect(await write(several('update', 1, 2))).toMatchObject([
      { isApplied: 'unknown' },
      { isApplied: 'unknown' },
    ]);
  });

  it('does not take the result of another record for its own', async () => {
    const { write } = await open(writes);
    answer(() => ({
      results: [
        { status: 200, id: '2' },
        { status: 200, id: '1' },
      ],
    }));
    expect(await write(several('update', 1, 2))).toMatchObject([
      { isApplied: 'unknown' },
      { isApplied: 'unknown' },
    ]);
  });
});

describe('what an answer means', () => {
  it.each<readonly [string, WriteKind, Reply, object]>([
    [
      'a refusal in a success',
      'create',
      new Reply(200, { ok: false, why: 'no' }),
      { kind: 'failed', isApplied: 'no' },
    ],
    ['a conflict of a creation', 'create', new Reply(409, {}), { kind: 'failed', isApplied: 'no' }],
    ['a precondition', 'update', new Reply(412, {}), { kind: 'moved' }],
    ['what is not there', 'update', new Reply(404, {}), { kind: 'gone' }],
    ['what is not there any more', 'delete', new Reply(410, {}), { kind: 'gone' }],
    ['a word that says it is gone', 'update', new Reply(400, { code: 'ENTITY_DELETED' }), { kind: 'gone' }],
    [
      'a word that leaves it open',
      'create',
      new Reply(409, { code: 'BUSY' }),
      { kind: 'failed', isApplied: 'unknown' },
    ],
    ['another record', 'update', new Reply(200, { id: 'x' }), { kind: 'failed', isApplied: 'unknown' }],
    ['no id', 'create', new Reply(201, { name: 'a' }), { kind: 'failed', isApplied: 'unknown' }],
    ['an empty success', 'update', new Reply(200, ''), { kind: 'written', externalId: '1', record: null }],
    ['a gateway in between', 'update', new Reply(504, ''), { kind: 'failed', isApplied: 'unknown' }],
  ])('%s, of %s', async (_what, kind, reply, result) => {
    const outcomes = [
      { status: 200, bodyPath: 'ok', equals: false, is: 'refused' },
      { bodyPath: 'code', equals: 'ENTITY_DELETED', is: 'gone' },
      { bodyPath: 'code', equals: 'BUSY', is: 'unknown' },
    ];
    const { write } = await open({ ...each, outcomes, answer: { messagePath: 'why' } });
    answer(() => reply);
    expect(await write(several(kind, 1))).toMatchObject([result]);
    expect(calls).toHaveLength(1);
  });

  it.each([[401], [403], [405]])('status %i is not about the record', async (status) => {
    const { write } = await open(each);
    answer(() => new Reply(status, {}));
    await expect(write(several('create', 1))).rejects.toMatchObject({ status, isInDoubt: false });
  });

  it('a wrong address of what is created is not about the record', async () => {
    const { write } = await open(each);
    answer(() => new Reply(404, {}));
    await expect(write(several('create', 1))).rejects.toMatchObject({ code: 'provider.not_found' });
  });
});

describe('how it is asked', () => {
  it('checks the version as the provider wrote it', async () => {
    const update = {
      path: '/things/{id}',
      headers: { 'If-Match': '{version}' },
      json: { rev: '{version}', set: '{record}' },
    };
    const stream = { versionPath: 'etag', versionOrder: 'none' };
    const { write, abilities } = await open({ update }, stream);
    expect(abilities.checksVersion).toBe(true);
    answer(() => ({ id: '1', etag: 'W/"b 2"' }));
    const version = 'opaque:W%2F%22a%201%22';
    const results = await write({ key: 'k', operations: [operation('update', 1, { version })] });
    expect(calls[0]?.asked.headers['if-match']).toBe('W/"a 1"');
    expect(bodyOf()).toEqual({ rev: 'W/"a 1"', set: { name: 'thing 1' } });
    expect(results).toMatchObject([{ version: 'opaque:W%2F%22b%202%22' }]);
    await write(several('update', 1));
    expect(calls[1]?.asked.headers['if-match']).toBeUndefined();
    answer(() => new Reply(409, {}));
    expect(await write({ key: 'k', operations: [operation('update', 1, { version })] })).toEqual([
      { kind: 'moved' },
    ]);
  });

  it('sends the record as a part of a body, without some fields and with others', async () => {
    const create = {
      ...{ path: '/things', json: { thing: '{record}', kind: 'a {id} stays' }, omit: ['own', 'deep.own'] },
      ...{ set: { 'meta.ref': '{intent}', copied: '{record.name}' }, params: { for: '{record.deep.kept}' } },
    };
    const { write } = await open({ create });
    answer(() => ({ id: 7 }));
    const data = { name: 'a {record.own} b', own: 1, deep: { own: 2, kept: 'x&y' }, none: null, big: 2 };
    const results = await write({ key: 'k', operations: [operation('create', 1, { data })] });
    const { own: _, ...rest } = data;
    const thing = { ...rest, deep: { kept: 'x&y' }, meta: { ref: 'i-1' }, copied: 'a {record.own} b' };
    expect(bodyOf()).toEqual({ thing });
    expect(calls[0]?.url.search).toBe('?for=x%26y');
    expect(results).toMatchObject([{ kind: 'written', externalId: '7' }]);
  });

  it.each([
    ['indexes', 'tags[0]=a b&tags[1]=c&deep[more][0][x]=1&none='],
    ['brackets', 'tags[]=a b&tags[]=c&deep[more][][x]=1&none='],
    ['repeat', 'tags=a b&tags=c&deep[more][x]=1&none='],
  ])('writes lists of a form as %s', async (formLists, form) => {
    const { write } = await open({ create: { path: '/things', form: '{record}', formLists } });
    answer(() => ({ id: 7 }));
    const data = { tags: ['a b', 'c'], deep: { more: [{ x: 1 }] }, none: null };
    await write({ key: 'k', operations: [operation('create', 1, { data })] });
    const sent = [...new URLSearchParams(calls[0]?.asked.body)].map(([name, value]) => `${name}=${value}`);
    expect(sent.join('&')).toBe(form);
  });

  it('tells what is accepted, and asks by the name that a header has', async () => {
    const accepted = {
      ...{ tokenHeader: 'Location', path: '/jobs/{token}', recordPath: 'result' },
      ...{ done: { bodyPath: 'state', equals: 'done' }, failed: { bodyPath: 'state', equals: 'failed' } },
    };
    const { write, settle } = await open({ ...each, accepted });
    answer(() => new Reply(202, '', { location: 'https://elsewhere.example/jobs/a%20b?x=1' }));
    const [result] = await write(several('update', 5));
    if (result?.kind !== 'accepted') throw new Error('not accepted');
    const said = (body: object) => (answer(() => body), settle?.(result.token));
    expect(await said({ state: 'running' })).toBeUndefined();
    expect(calls[0]?.url.pathname).toBe('/jobs/a%20b');
    expect(await said({ state: 'failed' })).toMatchObject({ kind: 'failed', isApplied: 'no' });
    expect(await said({ state: 'done', result: { id: 5, name: 'x' } })).toMatchObject({
      ...{ kind: 'written', externalId: '5', record: { name: 'x' } },
    });
  });
});

describe('a look-up', () => {
  const lookUp = {
    ...{ by: 'field', path: '/search', params: { q: 'name:{record.name}' }, recordsPath: 'hits' },
    ...{ recordPath: 'thing', where: { name: '{record.name}' }, fullPage: 3 },
  };
  const found = async (...names: readonly string[]) => {
    const writes = await open({ ...each, lookUp });
    answer(() => ({ hits: names.map((name, id) => ({ thing: { id, name } })) }));
    return writes.lookUp?.(operation('create', 1), 'k');
  };

  it('finds what has exactly the value, not what is alike', async () => {
    expect(await found('thing 10', 'thing 1')).toMatchObject({ externalId: '1' });
    expect(calls[0]?.url.searchParams.get('q')).toBe('name:thing 1');
    expect(await found('thing 10')).toBeUndefined();
  });

  it('does not choose among several, and does not take a full page for all there is', async () => {
    const unclear = { code: 'provider.look_up_unclear' };
    await expect(found('thing 1', 'thing 1')).rejects.toMatchObject(unclear);
    await expect(found('a', 'b', 'c')).rejects.toMatchObject(unclear);
  });

  it('is not made where the record lacks what it is looked up by', async () => {
    const writes = await open({ ...each, lookUp });
    answer(() => ({ hits: [] }));
    const nameless = writes.lookUp?.(operation('create', 1, { data: {} }), 'k');
    await expect(nameless).rejects.toMatchObject({ code: 'provider.look_up_unclear' });
    expect(calls).toEqual([]);
  });
});
