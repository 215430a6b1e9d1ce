import { InvalidFields, type JsonObject } from '@evenkeel/domain';
import { RestConnector } from './rest-connector.js';
import { startProvingServer } from './testing/proving-server.js';

const server = startProvingServer();
const credentials = { apiKey: 'key-of-the-app', token: 'tok"en of+mine' };
const custom = {
  kind: 'custom',
  headers: { 'X-Api-Key': '{apiKey}', authorization: 'Token token={token}' },
  query: { app: 'is {apiKey}' },
};
const settingsWith = (stream: object, auth: object = custom): JsonObject => ({
  baseUrl: server.baseUrl(),
  auth: auth as JsonObject,
  streams: { things: { path: '/things', recordsPath: 'data', ...stream } as JsonObject },
});
const open = (stream: object) => server.open(settingsWith(stream), credentials).stream('things');
const problemsOf = (settings: JsonObject, given: JsonObject = credentials) => {
  try {
    new RestConnector().validate(settings, given);
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    return Object.fromEntries(error.fields.map(({ path, message }) => [path, message]));
  }
  return {};
};

describe('what the provider repeats of a credential', () => {
  const echoes = {
    'as it was sent': 'No: key-of-the-app and Token token=tok"en of+mine',
    'alone, without what stands around it': { message: 'unknown token', token: credentials.token },
    'encoded as in an address': encodeURIComponent(credentials.token),
    'encoded as in a form': new URLSearchParams(credentials).toString(),
    'in Base64': Buffer.from(credentials.token).toString('base64'),
    'as the title of a page': '<html><title>key-of-the-app is not known</title></html>',
  };
  const SHOWN = /key-of-the-app|tok\\*"en|tok%22en|dG9rImVuIG9mK21pbmU/;

  it.each(Object.entries(echoes))('is shown to no reader: %s', async (_, body) => {
    for (const status of [200, 400, 500]) {
      server.answer = () => ({ status, body: typeof body === 'object' ? { error: body } : body });
      const { readPage } = await open({});
      const error = (await readPage({ cursor: null, pageSize: 1, since: null }).catch(
        (thrown: unknown) => thrown,
      )) as Error;
      expect(error).toBeInstanceOf(Error);
      expect(`${error.message} ${error.stack}`).not.toMatch(SHOWN);
    }
    expect(JSON.stringify(server.log.lines)).not.toMatch(SHOWN);
  });

  it('is shown to no reader where it stands beside an empty list', async () => {
    server.answer = () => ({ body: { data: [], error: `bad ${credentials.token}` } });
    const { readPage } = await open({});
    const reading = readPage({ cursor: null, pageSize: 1, since: null });
    await expect(reading).rejects.toMatchObject({ code: 'provider.error_in_answer' });
    await expect(reading).rejects.toThrow('bad ***');
  });

  it('is in no cursor, by its own name or another', async () => {
    server.answer = ({ url }) => {
      if (url.searchParams.has('page')) return { body: { data: [], next: null } };
      const next = `/things?page=2&app=is+key-of-the-app&token=${encodeURIComponent(credentials.token)}`;
      return { body: { data: [{ id: 1 }], next } };
    };
    const { readPage } = await open({ pagination: { kind: 'nextUrl', path: 'next' } });
    const { next } = await readPage({ cursor: null, pageSize: 1, since: null });
    expect(next).toBe(`${server.baseUrl()}/things?page=2`);
    await readPage({ cursor: next, pageSize: 1, since: null });
    expect(server.asked.at(-1)?.url.searchParams.getAll('app')).toEqual(['is key-of-the-app']);
  });
});

describe('credentials in the body', () => {
  const inBody = { kind: 'custom', json: { auth: { key: '{apiKey}', n: 5 } } };
  const openInBody = (stream: object) =>
    server.open(settingsWith(stream, inBody), { apiKey: credentials.apiKey }).stream('things');

  it('go with what is asked by its id too, and lose nothing of the body that is there', async () => {
    server.answer = ({ body, method }) => ({
      body: { data: [], method, id: 7, ...(JSON.parse(body) as object) },
    });
    const stream = { json: { big: 1, filters: [] }, readOne: { path: '/things/{id}' } };
    const { readPage, readOne } = await openInBody(stream);
    await readPage({ cursor: null, pageSize: 1, since: null });
    expect(JSON.parse(server.asked[0]!.body)).toEqual({
      big: 1,
      filters: [],
      auth: { key: 'key-of-the-app', n: 5 },
    });
    expect((await readOne?.('7'))?.data).toMatchObject({ method: 'POST', auth: { key: 'key-of-the-app' } });
  });

  it('keep every digit of the numbers beside them', async () => {
    server.answer = ({ body }) => ({ body: `{"data":[{"id":${/"big":(\d+)/.exec(body)?.[1]}}]}` });
    const { readPage } = await openInBody({
      json: { big: '{cursor:number}', first: '1' },
      pagination: { kind: 'cursor', nextPath: 'next' },
    });
    const { records } = await readPage({ cursor: '110988663231921363', pageSize: 1, since: null });
    expect(records[0]?.externalId).toBe('110988663231921363');
  });
});

describe('settings that are at the place of a credential', () => {
  it('are told, however their names are spelled', () => {
    const settings = {
      ...settingsWith({
        headers: { 'x-api-key': 'a' },
        params: { app: 'b' },
        pageSizeParam: 'app',
        pagination: { kind: 'page', param: 'app' },
      }),
      headers: { 'X-API-KEY': 'c', accept: 'a/b' },
    };
    expect(problemsOf(settings)).toEqual({
      'settings.headers.X-API-KEY': expect.stringContaining('the header that auth sends'),
      'settings.streams.things.headers.x-api-key': expect.stringContaining('the header that auth sends'),
      'settings.streams.things.params.app': expect.stringContaining('the parameter that auth sends'),
      'settings.streams.things.pageSizeParam': expect.stringContaining('the parameter that auth sends'),
      'settings.streams.things.pagination.param': expect.stringContaining('the parameter that auth sends'),
    });
  });

  it.each([
    ['apiKey', { kind: 'apiKey', in: 'header', name: 'X-Key' }, { apiKey: 'k' }],
    ['custom', { kind: 'custom', headers: { 'X-KEY': '{apiKey}' } }, { apiKey: 'k' }],
  ])('are told for %s, with what is wrong elsewhere', (_, auth, given) => {
    const problems = problemsOf(
      { ...settingsWith({}, auth), headers: { 'x-key': 'a' }, errors: [{ code: 'x' }] },
      given,
    );
    expect(Object.keys(problems).sort()).toEqual([
      'settings.errors.0.code',
      'settings.errors.0.status',
      'settings.headers.x-key',
    ]);
  });

  it('are told where the body is of another kind', () => {
    const json = { kind: 'custom', json: { key: '{apiKey}' } };
    const form = { kind: 'custom', form: { key: '{apiKey}' } };
    const given = { apiKey: 'k' };
    const problems = (stream: object, auth: object) =>
      Object.keys(problemsOf(settingsWith(stream, auth), given));
    expect(problems({ form: { a: 'b' } }, json)).toEqual(['settings.streams.things.form']);
    expect(problems({ json: { a: 'b' } }, form)).toEqual(['settings.streams.things.json']);
    expect(problems({ graphql: { query: '{ a }' } }, form)).toEqual(['settings.streams.things.graphql']);
    expect(problems({ json: ['a'] }, json)).toEqual(['settings.streams.things.json']);
    expect(problems({ json: { key: 'a' } }, json)).toEqual(['settings.streams.things.json.key']);
    expect(problems({ method: 'GET' }, json)).toEqual(['settings.streams.things.method']);
    expect(problems({ graphql: { query: '{ a }' } }, json)).toEqual([]);
    expect(problems({}, form)).toEqual([]);
  });

  it('are told where they hold no credential, two bodies, or one header twice', () => {
    expect(problemsOf(settingsWith({}, { kind: 'custom' }), {})).toEqual({
      'settings.auth.headers': expect.stringContaining('must name a credential'),
    });
    const auth = {
      kind: 'custom',
      headers: { 'X-Key': 'written-here', 'x-key': '{a}', Host: '{a}' },
      json: { a: '{a}' },
      form: { b: '{b}' },
    };
    expect(problemsOf({ ...settingsWith({}, auth), headers: { Accept: 'a', accept: 'b' } }, {})).toEqual({
      'settings.auth.headers.X-Key': expect.stringContaining('must name a credential in braces'),
      'settings.auth.headers.x-key': 'is the same header as X-Key',
      'settings.auth.headers.Host': expect.stringContaining('cannot be set here'),
      'settings.auth.form': expect.stringContaining('one body'),
      'settings.headers.accept': 'is the same header as Accept',
      'credentials.a': expect.stringContaining('is missing'),
      'credentials.b': expect.stringContaining('is missing'),
    });
  });
});
