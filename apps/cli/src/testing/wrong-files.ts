/** A settings file as a person may have written it, and all that `connections try` has to say of it. */
export interface WrongFile {
  readonly name: string;
  readonly text: string;
  readonly credentials?: object;
  /** Each line. */
  readonly told: readonly string[];
}

const BASE = '"baseUrl": "https://api.example.com"';

const WHOLE = 'there is only baseUrl, auth, headers, charset, streams, errors, rateLimits, tls, $schema';
const STREAM =
  'there is only path, method, params, headers, json, form, graphql, omitWhole, format, recordsPath, layout, recordPath, idPath, idCase, versionPath, versionOrder, modifiedAtPath, totalPath, totalHeader, nothing, errorBesideNothing, removed, tombstone, charset, shape, readOne, gone, also, parent, pageSize, pageSizeParam, pagination, incremental, deletions, changes, listing, slices, filterParams, writes, conditional';

/** All problems at once, each with its place, around them what it is about and what to do. */
function misfit(...problems: readonly string[]): readonly string[] {
  return [
    'The settings of a connection do not fit its connector.',
    ...problems.map((problem) => `  ${problem}`),
    '  remedy: Correct the fields that the message names.',
  ];
}

export const WRONG_FILES: readonly WrongFile[] = [
  {
    name: 'a comma too many',
    text: `{ ${BASE},\n  "streams": { "orders": { "path": "/orders", } } }`,
    told: [
      'The file ./settings.json of settings is not JSON: Expected double-quoted property name in JSON at position 86 (line 2 column 47)',
      '  remedy: Give a file that holds JSON, the JSON itself in quotes, or - to read it from stdin.',
    ],
  },
  {
    name: 'a list of streams in place of settings',
    text: `[{ "path": "/orders" }]`,
    told: [
      'The file ./settings.json of settings holds a list, not an object',
      '  remedy: Put what it holds in braces, each with its name: {"name": ...}.',
    ],
  },
  {
    name: 'names that are slips',
    text: `{ "baseURL": "https://api.example.com", "retries": 3,
      "streams": { "orders": { "path": "/orders", "recordPath": "data", "paginatoin": { "kind": "page" } } } }`,
    told: misfit(
      'settings.baseUrl: is missing: it must be a text',
      `settings.streams.orders.paginatoin: is unknown; ${STREAM}; did you mean pagination?`,
      `settings.baseURL: is unknown; ${WHOLE}; did you mean baseUrl?`,
      `settings.retries: is unknown; ${WHOLE}`,
    ),
  },
  {
    name: 'kinds that there are not',
    text: `{ ${BASE}, "auth": { "kind": "oauth" }, "streams": {
      "orders": { "path": "/orders", "pagination": { "kind": "pages" }, "incremental": { "kind": "date" } } } }`,
    told: misfit(
      'settings.auth.kind: must be "none", "apiKey", "bearer", "basic", "oauth2ClientCredentials", "oauth2RefreshToken", "oauth2Password", "oauth2JwtBearer", "login" or "custom"',
      'settings.streams.orders.pagination.kind: must be "none", "page", "offset", "cursor", "link" or "nextUrl"',
      'settings.streams.orders.incremental.kind: must be "time" or "position"',
    ),
  },
  {
    name: 'values of other types',
    text: `{ ${BASE}, "streams": { "orders": {
      "path": "/orders", "pageSize": "100", "conditional": "no", "params": [], "recordsPath": 7 } } }`,
    told: misfit(
      'settings.streams.orders.params: must be an object',
      'settings.streams.orders.recordsPath: must be a text or a list',
      'settings.streams.orders.pageSize: must be a number',
      'settings.streams.orders.conditional: must be true or false',
    ),
  },
  {
    name: 'several streams, each with a fault',
    text: `{ ${BASE}, "streams": {
      "orders": { "pagination": { "kind": "page" } },
      "lines": { "path": "lines" },
      "csv": { "path": "/c", "format": { "kind": "csv", "delimiter": ";;" } } } }`,
    told: misfit(
      'settings.streams.orders.path: is missing: it must be a text',
      'settings.streams.orders.pagination.param: is needed where no part of the request names {page}',
      'settings.streams.lines.path: must begin with one slash: it is put behind baseUrl',
      'settings.streams.csv.format.delimiter: must be one character: no line break',
    ),
  },
  {
    name: 'secrets in the settings',
    text: `{ ${BASE}, "headers": { "Authorization": "Bearer sk_canary_5f2e9", "a b": "x" },
      "streams": { "orders": { "path": "/orders" } } }`,
    told: misfit(
      'settings.headers.Authorization: as a name cannot be set here: secrets go into the credentials',
      'settings.headers.a b: as a name is not the name of a header',
    ),
  },
  {
    name: 'an address that is none, and nothing to read',
    text: `{ "baseUrl": "api.example.com", "streams": {} }`,
    told: misfit(
      'settings.baseUrl: must be an http or https address without a query and without a user name',
      'settings.streams: needs at least one stream',
    ),
  },
  {
    name: 'credentials that do not fit the kind',
    text: `{ ${BASE}, "auth": { "kind": "basic" }, "streams": { "orders": { "path": "/orders" } } }`,
    credentials: { user: 'x', password: 5 },
    told: misfit(
      'credentials.username: is missing: it must be a text',
      'credentials.password: must be a text',
      'credentials.user: is unknown; there is only username, password',
    ),
  },
  {
    name: 'requests that name what nothing fills',
    text: `{ ${BASE}, "streams": { "orders": { "path": "/orders", "method": "GET",
      "params": { "changed": "{since}", "page": "{page}" }, "json": { "a": 1 }, "form": { "a": "1" } } } }`,
    told: misfit(
      'settings.streams.orders.form: must be left out: a request has one body, json or form or graphql',
      'settings.streams.orders.method: must be POST or left out: a GET has no body',
      'settings.streams.orders.incremental: must be of the kind time: the request names {since}',
      'settings.streams.orders.pagination: must be of the kind page: the request names {page}',
    ),
  },
  {
    name: 'times that cannot be written',
    text: `{ ${BASE}, "streams": { "orders": { "path": "/orders", "modifiedAtPath": "updated",
      "incremental": { "kind": "time", "param": "since", "format": "unix", "zone": "America/New_York" },
      "slices": { "kind": "timeWindows", "fromParam": "f", "beforeParam": "b", "first": "2026", "pattern": "YYYY", "zone": "Mars" } } } }`,
    told: misfit(
      'settings.streams.orders.incremental.zone: must be left out: in this format a moment is the same in every zone',
      'settings.streams.orders.slices.first: must be a time with a zone, such as 2026-01-31T00:00:00Z',
      'settings.streams.orders.slices.pattern: "Y" is no letter of a pattern: there are yyyy, MM, dd, HH, mm, ss, SSS, ZZZZZ, xxx, xx; text is put in \'',
      'settings.streams.orders.slices.zone: is no time zone, such as Europe/Berlin or UTC',
    ),
  },
  {
    name: 'a token that cannot be had',
    text: `{ ${BASE}, "streams": { "orders": { "path": "/orders" } },
      "auth": { "kind": "oauth2ClientCredentials", "tokenUrl": "id.example.com", "scope": 1, "clientAuth": "cert" } }`,
    credentials: { clientId: 'x' },
    told: misfit(
      'settings.auth.tokenUrl: must be an http or https address without a user name',
      'settings.auth.scope: must be a text',
      'settings.auth.clientAuth: must be "basic", "body" or "privateKeyJwt"',
      'credentials.clientSecret: is missing: it must be a text',
    ),
  },
];
