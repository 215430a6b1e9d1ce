import { InvalidFields, type JsonObject } from '@evenkeel/domain';
import { RestConnector } from '../rest-connector.js';

const baseUrl = 'https://api.example.com';
const streams = { orders: { path: '/orders' } };
const ofOrders = (stream: object) => ({ baseUrl, streams: { orders: { path: '/orders', ...stream } } });

interface WrongFile {
  readonly settings: object;
  readonly credentials?: JsonObject;
  /** Each problem: where it is, and what a person has to read there. */
  readonly told: Readonly<Record<string, string>>;
}

const FILES: Readonly<Record<string, WrongFile>> = {
  'names that are not known': {
    settings: { baseURL: baseUrl, streams, retries: 3, auth: { kind: 'bearer', toke: 'x' } },
    told: {
      'settings.baseUrl': 'is missing: it must be a text',
      'settings.baseURL': 'is unknown; there is only baseUrl, auth, headers',
      'settings.retries': 'is unknown; there is only',
      'settings.auth.toke': 'is unknown; there is only kind',
      'credentials.token': 'is missing',
    },
  },
  'kinds that are not known': {
    settings: { ...ofOrders({ pagination: { kind: 'pages' }, incremental: {} }), auth: { kind: 'oauth' } },
    told: {
      'settings.auth.kind': '"none", "apiKey", "bearer", "basic", "oauth2ClientCredentials"',
      'settings.streams.orders.pagination.kind': '"none", "page", "offset", "cursor", "link" or "nextUrl"',
      'settings.streams.orders.incremental.kind': 'must be "time" or "position"',
    },
  },
  'values of other types': {
    settings: ofOrders({ pageSize: '100', conditional: 'no', params: [], recordsPath: 7, idPath: 5 }),
    told: {
      'settings.streams.orders.pageSize': 'must be a number',
      'settings.streams.orders.conditional': 'must be true or false',
      'settings.streams.orders.params': 'must be an object',
      'settings.streams.orders.recordsPath': 'must be a text',
      'settings.streams.orders.idPath': 'must be a text or a list',
    },
  },
  'what is missing in several streams': {
    settings: {
      baseUrl,
      streams: { orders: { pagination: { kind: 'page' } }, lines: { path: 'lines' }, '': { path: '/x' } },
    },
    told: {
      'settings.streams.orders.path': 'is missing: it must be a text',
      'settings.streams.orders.pagination.param': 'is missing',
      'settings.streams.lines.path': 'must begin with one slash',
      'settings.streams.': 'as a name must not be empty',
    },
  },
  'values out of a list': {
    settings: {
      ...ofOrders({ idCase: 'lower', listing: 'steady', versionOrder: 'date', nothing: ['none'] }),
    },
    told: {
      'settings.streams.orders.idCase': 'must be "exact" or "fold"',
      'settings.streams.orders.listing': 'must be "stable" or "shifting"',
      'settings.streams.orders.versionOrder': '"number"',
      'settings.streams.orders.nothing.0': 'must be "noContent", "null", "absent" or "notFound"',
    },
  },
  'rules over several fields, beside others': {
    settings: ofOrders({
      shape: 'inventory',
      pageSize: 0,
      pagination: { kind: 'cursor', param: 7, lastIdPath: 'id' },
      gone: [{ equals: 1 }],
    }),
    told: {
      'settings.streams.orders.readOne': 'is needed beside the shape inventory',
      'settings.streams.orders.versionPath': 'is needed beside the shape inventory',
      'settings.streams.orders.pageSize': 'must be at least 1',
      'settings.streams.orders.pagination.param': 'must be a text',
      'settings.streams.orders.pagination.hasMorePath': 'is needed beside lastIdPath',
      'settings.streams.orders.gone.0.status': 'a rule needs a status or a bodyPath',
    },
  },
  'an id that has no place': {
    settings: ofOrders({ readOne: { path: '/orders/id' }, idPath: ['a'], modifiedAtPath: 'a..b' }),
    told: {
      'settings.streams.orders.idPath': 'must have at least 2 entries',
      'settings.streams.orders.modifiedAtPath': '',
    },
  },
  'headers and addresses': {
    settings: { baseUrl: 'ftp://x', streams, headers: { Authorization: 'x', 'a b': 'x', ok: 1 } },
    told: {
      'settings.baseUrl': 'must be an http or https address',
      'settings.headers.Authorization': 'secrets go into the credentials',
      'settings.headers.a b': 'is not the name of a header',
      'settings.headers.ok': 'must be a text',
    },
  },
  'rules of errors': {
    settings: { baseUrl, streams, errors: [{ code: 'provider.rate_limited' }, { status: 42, code: 'x' }] },
    told: {
      'settings.errors.0.status': 'a rule needs a status or a bodyPath',
      'settings.errors.1.status': 'must be at least 100',
      'settings.errors.1.code': '"provider.rate_limited"',
    },
  },
  'a stream that is read by a change feed': {
    settings: ofOrders({
      incremental: { kind: 'position', param: 'since', positionPath: 'last_seq', start: '' },
      pagination: { kind: 'link' },
      slices: { kind: 'partitions', param: 'p', values: [] },
    }),
    told: {
      'settings.streams.orders.incremental.start': 'must not be empty',
      'settings.streams.orders.slices.values': 'must have at least 1 entries',
    },
  },
  'credentials alone': {
    settings: { baseUrl, streams, auth: { kind: 'basic' } },
    credentials: { user: 'x', password: 5 },
    told: {
      'credentials.username': 'is missing',
      'credentials.password': 'must be a text',
      'credentials.user': 'is unknown; there is only username, password',
    },
  },
  'credentials beside settings': {
    settings: { baseUrl, auth: { kind: 'oauth2ClientCredentials', scope: 1 }, streams: {} },
    credentials: { clientId: 'x' },
    told: {
      'settings.auth.tokenUrl': 'is missing',
      'settings.auth.scope': 'must be a text',
      'settings.streams': 'needs at least one stream',
      'credentials.clientSecret': 'is missing',
    },
  },
};

describe('a file of settings', () => {
  it.each(Object.entries(FILES))('tells all at once: %s', (_, { settings, credentials = {}, told }) => {
    const fields = fieldsOf(settings as JsonObject, credentials);
    expect(fields.map(({ path }) => path).sort()).toEqual(Object.keys(told).sort());
    for (const { path, message } of fields) {
      expect(message).toContain(told[path]);
      expect(message).not.toMatch(/\n|Invalid input|undefined/);
    }
  });
});

function fieldsOf(settings: JsonObject, credentials: JsonObject): InvalidFields['fields'] {
  try {
    new RestConnector().validate(settings, credentials);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFields);
    expect(error).toMatchObject({ code: 'config.invalid_settings' });
    return (error as InvalidFields).fields;
  }
  throw new Error('the settings were taken');
}
