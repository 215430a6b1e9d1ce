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
      'settings.streams.orders.recordsPath': 'must be a text or a list',
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
      'settings.streams.orders.pagination.param': 'is needed where no part of the request names {page}',
      'settings.streams.lines.path': 'must begin with one slash',
      'settings.streams.': 'as a name must not be empty',
    },
  },
  'formats that do not fit': {
    settings: {
      baseUrl,
      streams: {
        csv: {
          path: '/c',
          recordsPath: 'data',
          layout: { kind: 'one' },
          format: { kind: 'csv', delimiter: ';;', columns: ['a', 'a'] },
        },
        same: { path: '/s', format: { kind: 'csv', delimiter: '"' } },
        break: { path: '/b', format: { kind: 'csv', quote: '\n' } },
        xml: { path: '/x', format: { kind: 'xml', attributePrefix: '' } },
        yaml: { path: '/y', format: { kind: 'yaml' } },
      },
    },
    told: {
      'settings.streams.csv.format.delimiter': 'must be one character',
      'settings.streams.csv.format.columns': 'must not name a column twice',
      'settings.streams.same.format.quote': 'must be another character than the delimiter',
      'settings.streams.break.format.quote': 'must be one character',
      'settings.streams.xml.format.attributePrefix': 'must be "@", "@_", "$" or "-"',
      'settings.streams.yaml.format.kind': 'must be "json", "ndjson", "csv" or "xml"',
    },
  },
  'lists in a format that has none': {
    settings: ofOrders({ format: { kind: 'csv' }, recordsPath: 'data', layout: { kind: 'one' } }),
    told: {
      'settings.streams.orders.recordsPath': 'must be left out beside the format csv',
      'settings.streams.orders.layout': 'must be left out beside the format csv',
    },
  },
  'layouts that do not fit': {
    settings: {
      baseUrl,
      streams: {
        rows: { path: '/r', layout: { kind: 'rows', columns: ['id'], columnsPath: 'c' } },
        names: { path: '/n', layout: { kind: 'rows', namePath: 'name' } },
        map: { path: '/m', layout: { kind: 'map' } },
        twice: { path: '/t', recordsPath: ['a', 'a'] },
        few: { path: '/f', recordsPath: ['a'] },
        lists: {
          path: '/s',
          recordsPath: ['a', 'b'],
          pagination: { kind: 'cursor', param: 'after', lastPath: 'id' },
        },
        last: {
          path: '/l',
          layout: { kind: 'map', key: 'id' },
          pagination: { kind: 'cursor', param: 'after', lastPath: 'id' },
        },
      },
    },
    told: {
      'settings.streams.rows.layout.columnsPath': 'must be left out beside columns',
      'settings.streams.names.layout.columnsPath': 'is needed beside namePath',
      'settings.streams.map.layout.key': 'is missing: it must be a text',
      'settings.streams.twice.recordsPath': 'must not name a list twice',
      'settings.streams.few.recordsPath': 'must have at least 2 entries',
      'settings.streams.lists.pagination.lastPath': 'must be left out beside several lists',
      'settings.streams.last.pagination.lastPath': 'none of their entries is the last one',
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
      pagination: { kind: 'cursor', param: 7, nextPath: 'next', lastPath: 'id' },
      gone: [{ equals: 1 }],
    }),
    told: {
      'settings.streams.orders.readOne': 'is needed beside the shape inventory',
      'settings.streams.orders.versionPath': 'is needed beside the shape inventory',
      'settings.streams.orders.pageSize': 'must be at least 1',
      'settings.streams.orders.pagination.param': 'must be a text',
      'settings.streams.orders.pagination.nextPath': 'needs one of nextPath, nextHeader, lastPath',
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
  'tokens that cannot be had': {
    settings: {
      ...{ baseUrl, streams, headers: { 'x-token': 'a' } },
      auth: {
        ...{ kind: 'oauth2RefreshToken', tokenUrl: 'id.example.com', parameters: { client_secret: 's' } },
        ...{ clientAuth: 'privateKeyJwt', refusals: [{ equals: 1 }] },
        send: { headers: { 'X-Token': 'the token' } },
      },
    },
    credentials: { clientId: 'x', privateKey: 'not a key', clientSecret: 's' },
    told: {
      'settings.auth.tokenUrl': 'must be an http or https address',
      'settings.auth.parameters.client_secret': 'secrets go into the credentials',
      'settings.auth.clientAssertion': 'is needed where clientAuth is privateKeyJwt',
      'settings.auth.refusals.0.status': 'a rule needs a status or a bodyPath',
      'settings.auth.send.headers.X-Token': 'must name {token}',
      'credentials.privateKey': 'must be a text in PEM',
      'credentials.clientSecret': 'is unknown; there is only clientId, privateKey, refreshToken',
      'credentials.refreshToken': 'is missing',
    },
  },
  'claims that the engine makes, or that name what is missing': {
    settings: {
      ...{ baseUrl, streams },
      auth: {
        ...{ kind: 'oauth2JwtBearer', tokenUrl: 'https://id.example.com', algorithm: 'HS256' },
        ...{ claims: { iss: '{clientId}', exp: '1' }, lifetimeSeconds: 86_400 },
      },
    },
    told: {
      'settings.auth.algorithm': '"RS256" or "ES256"',
      'settings.auth.claims.exp': 'is said by the engine',
      'settings.auth.lifetimeSeconds': 'must be at most 3600',
      'credentials.privateKey': 'is missing',
      'credentials.clientId': 'is missing',
    },
  },
  'signatures that go nowhere': {
    settings: {
      ...{ baseUrl, streams },
      auth: {
        ...{ kind: 'custom', headers: { 'X-Key': '{apiKey}' }, json: { at: '{timestamp}' } },
        signature: { text: '{method}{salt}', key: '{apiSecret}', keyEncoding: 'hex', algorithm: 'md5' },
      },
    },
    credentials: { apiKey: 'k', apiSecret: 'no hex' },
    told: {
      'settings.auth.signature.algorithm': '"sha256"',
      'credentials.apiSecret': 'must be hexadecimal',
      'credentials.salt': 'is missing',
    },
  },
  'signatures that are not sent, of bodies that change': {
    settings: {
      ...{ baseUrl, streams },
      auth: {
        ...{ kind: 'custom', headers: { 'X-Key': '{apiKey}' }, json: { at: '{timestamp}' } },
        signature: { text: '{method}', key: '{apiKey}' },
      },
    },
    credentials: { apiKey: 'k' },
    told: {
      'settings.auth.headers': 'must name {signature}',
      'settings.auth.signature': 'cannot name parts of a call',
    },
  },
  'certificates that are none': {
    settings: { baseUrl: 'http://a', streams, tls: { ca: 'a.pem' }, auth: { kind: 'bearer' } },
    credentials: { token: 't', clientCertificate: 'cert.pem', clientKey: '-----BEGIN CERTIFICATE-----' },
    told: {
      'settings.tls.ca': 'must be a text in PEM',
      'credentials.clientCertificate': 'must be a text in PEM',
      'credentials.clientKey': 'must be a text in PEM',
    },
  },
  'certificates where there is no TLS': {
    settings: { baseUrl: 'http://a', streams, tls: {} },
    told: {
      'settings.baseUrl': 'must be an https address',
      'credentials.clientCertificate': 'is missing',
      'credentials.clientKey': 'is missing',
    },
  },
  'limits that say too little': {
    settings: {
      ...{ baseUrl, streams },
      rateLimits: [
        { reset: 'X-Reset', resetSeconds: 5, resetAs: 'minutes' },
        { used: 'X-Used', reserve: -1, refillPerSecond: 0 },
      ],
      errors: [{ status: 400, code: 'provider.rate_limited', retryAfter: { header: 'X', bodyPath: 'y' } }],
    },
    told: {
      'settings.rateLimits.0.remaining': 'is needed, or usage',
      'settings.rateLimits.0.reset': 'one of reset, resetSeconds, refillPerSecond',
      'settings.rateLimits.0.resetAs': '"seconds"',
      'settings.rateLimits.1.remaining': 'is needed, or usage',
      'settings.rateLimits.1.reserve': 'must be at least 0',
      'settings.rateLimits.1.refillPerSecond': '',
      'settings.errors.0.retryAfter.bodyPath': 'must say one of bodyPath, header',
    },
  },
  'a login that gives or sends nothing': {
    settings: {
      ...{ baseUrl, streams },
      auth: {
        ...{ kind: 'login', loginUrl: 'login', json: { user: '{user}' }, form: { user: '{other}' } },
        ...{ take: { token: { path: 'a', header: 'b' }, 'a b': {} }, lifetime: {} },
        send: { headers: { Cookie: 'sid={sid}', Host: '{token}' } },
      },
    },
    told: {
      'settings.auth.loginUrl': 'must be a path below baseUrl',
      'settings.auth.form': 'a login has one body',
      'settings.auth.take.a b': 'as a name must be letters',
      'settings.auth.take.token.path': 'must say one of path, header, cookie',
      'settings.auth.lifetime.path': 'must say one of path, seconds',
      'settings.auth.send.headers.Host': 'cannot be set here',
      'settings.auth.send.headers.Cookie': 'must name in braces what is taken: token',
      'credentials.user': 'is missing',
      'credentials.other': 'is missing',
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
  'requests that name what nothing fills': {
    settings: ofOrders({
      path: '/orders/{id}/{cursor}',
      params: { a: '{since}', b: '{page}' },
      pagination: { kind: 'offset' },
      form: { a: 'x' },
      json: { a: 'x' },
      method: 'GET',
      omitWhole: ['b'],
    }),
    told: {
      'settings.streams.orders.path': 'can only name {since}, {until}, {cursor}',
      'settings.streams.orders.path ': 'must not name {cursor}',
      'settings.streams.orders.incremental': 'must be of the kind time: the request names {since}',
      'settings.streams.orders.pagination': 'must be of the kind page: the request names {page}',
      'settings.streams.orders.pagination ': 'must be of the kind cursor: the request names {cursor}',
      'settings.streams.orders.pagination.param': 'is needed where no part of the request names {offset}',
      'settings.streams.orders.form': 'a request has one body, json or form or graphql',
      'settings.streams.orders.method': 'must be POST or left out',
      'settings.streams.orders.omitWhole': 'must be paths of objects or lists in the body',
    },
  },
  'parts of a request that would take {since} with them': {
    settings: ofOrders({
      params: { q: 'since {since} after {cursor}' },
      json: { range: { from: '{since}', to: '{until}' } },
      omitWhole: ['range'],
      incremental: { kind: 'time' },
      pagination: { kind: 'cursor', nextPath: 'next' },
    }),
    told: {
      'settings.streams.orders.incremental':
        'for want of {cursor}: the first page would be one of everything',
      'settings.streams.orders.incremental ': 'for want of {until}',
    },
  },
  'times that cannot be written': {
    settings: ofOrders({
      path: '/{since}',
      incremental: { kind: 'time', format: 'unix', zone: 'America/New_York' },
      slices: {
        kind: 'timeWindows',
        fromParam: 'f',
        beforeParam: 'b',
        first: '2026',
        pattern: 'YYYY',
        zone: 'Mars',
      },
    }),
    told: {
      'settings.streams.orders.incremental.zone': 'a moment is the same in every zone',
      'settings.streams.orders.slices.first': 'must be a time with a zone, such as 2026-01-31T00:00:00Z',
      'settings.streams.orders.slices.pattern': '"Y" is no letter of a pattern: there are yyyy, MM, dd',
      'settings.streams.orders.slices.zone': 'is no time zone',
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
  it('guesses what was meant where a name is a slip', () => {
    const slips = { recordPth: 'data', paginatoin: { kind: 'none' }, zzz: 1 };
    const said = fieldsOf(ofOrders(slips) as JsonObject, {}).map(({ message }) => message);
    expect(said[0]).toMatch(/; did you mean recordPath\?$/);
    expect(said[1]).toMatch(/; did you mean pagination\?$/);
    expect(said[2]).not.toContain('did you mean');
  });

  it.each(Object.entries(FILES))('tells all at once: %s', (_, { settings, credentials = {}, told }) => {
    const fields = fieldsOf(settings as JsonObject, credentials);
    // A place with two problems is there twice, once with a blank behind it.
    expect(fields.map(({ path }) => path).sort()).toEqual(
      Object.keys(told)
        .map((path) => path.trimEnd())
        .sort(),
    );
    for (const { path, message } of fields) {
      const said = [told[path], told[`${path} `]].filter((text) => text !== undefined);
      expect(said.some((text) => message.includes(text))).toBe(true);
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
