import { operationList, placeholdersOf, type Operation } from '@evenkeel/contracts-admin';
import fc from 'fast-check';
import { sampleConnection, sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

jest.setTimeout(120_000);
const admin = startAdmin();

/** JSON texts of values that nobody means to send, and that some store or parser stumbles over. */
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const oddText = fc.constantFrom(
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    'a\udc00',
    '',
    ' ',
    '\\',
    '%00',
    "';--",
    '$',
    '..',
    'x'.repeat(100_000),
  ],
  ...['9007199254740993', '-1', 'null', '2026-13-45', '00000000-0000-0000-0000-000000000000', '\ufffe\uffff'],
);
const oddJson = fc.oneof(
  oddText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    ...['null', 'true', '[]', '{}', '-1', '1.5', '1e400', '-1e-400', '1e131072', '9007199254740993', '-0'],
    ...[deep(150), deep(250), deep(20_000), `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`],
    ...['{"__proto__":{"x":1}}', '{"constructor":1}', '{"\\u0000":1}', '{"\\ud800":1}', '{"":""}'],
    `[${Array.from({ length: 3000 }, () => '"x"').join(',')}]`,
  ),
);

const filter = { all: [{ field: 'a', equals: 'b' }, { not: { field: 'n', above: 5 } }] };
const mapping = [
  { source: 'a', target: 'b', transforms: ['trim', { name: 'replace', find: 'x', with: 'y' }], default: 1 },
];
const limits = { quota: { rate: { calls: 1, perSeconds: 1 } }, retry: { maxAttempts: 2 } };
/** What is lawfully sent to an operation, to be damaged in one place. */
const BODIES: Readonly<Record<string, object>> = {
  addConnection: {
    name: 'odd',
    connector: 'provider',
    settings: { baseUrl: 'http://127.0.0.1:1' },
    credentials: { token: 't' },
    ...limits,
  },
  changeConnection: {
    settings: { baseUrl: 'http://127.0.0.1:1', streams: { a: { path: '/a' } } },
    credentials: { token: 't' },
    ...limits,
  },
  addJob: {
    ...{
      name: 'odd',
      connection: 'CONNECTION',
      stream: 'customers',
      recordType: 'odd',
      fields: ['a'],
      dependsOn: ['JOB'],
    },
    ...{ filter, mapping, schedule: { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' } },
  },
  changeJob: {
    filter,
    mapping,
    fields: ['a'],
    dependsOn: [],
    name: 'odd',
    schedule: { kind: 'interval', everySeconds: 5 },
  },
  requestRun: { externalIds: ['a', 'b'] },
  requestPreview: { mode: 'full' },
  addGroup: { name: 'odd', jobs: ['JOB'] },
  setWatermark: { watermark: { kind: 'position', value: 'a' } },
  addWebhookEndpoint: { stream: 'customers', idPath: 'data.id', secret: 'x'.repeat(20) },
  retryFailures: { job: 'JOB', code: 'record.missing_id', group: 'x' },
  editFailure: { raw: '{"a":1}', externalId: 'a' },
  discardFailure: { reason: 'because' },
  setControl: { state: 'stopped' },
};
const CURSORS = [
  'jobs',
  'connections',
  'executions',
  'errors',
  'outcomes',
  'records',
  'failures',
  'plans',
  'plan-changes',
];

const wellFormed = (text: string) => Buffer.from(text).toString();

type Path = readonly (string | number)[];
/** Every place in a value, and a name that is in none of its objects. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, part]) =>
    placesIn(part, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return [path, ...inner, [...path, 'other']];
}

const HERE = '\u2603';
/** JSON text of `value` with another text in one of its places. */
function damaged(value: object, path: Path, odd: string): string {
  const [first, ...rest] = path;
  if (first === undefined) return odd;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let at = copy;
  path.slice(0, -1).forEach((name) => (at = at[name] as Record<string | number, unknown>));
  at[rest.at(-1) ?? first] = HERE;
  return JSON.stringify(copy).replace(`"${HERE}"`, () => odd);
}

let named: Readonly<Record<string, string>>;
beforeAll(async () => {
  const job = await sampleJob(admin);
  const { name } = await sampleConnection(admin);
  const { execution } = await sampleExecution(admin, job);
  named = { CONNECTION: name, JOB: job.name, job: job.name, connection: name, execution: execution.id };
}, 60_000);

const OPERATIONS = new Map(operationList.map((operation) => [operation.id as string, operation]));
/** A request that is right but for one of its parts. */
const request = fc.constantFrom(...OPERATIONS.keys()).chain((id) => {
  const body = BODIES[id] ?? {};
  return fc.record({
    id: fc.constant(id),
    part: fc.constantFrom('path', 'query', 'body', 'cursor', 'actor'),
    place: fc.constantFrom(...placesIn(body)),
    odd: oddJson,
    text: oddText,
    field: fc.constantFrom(
      'cursor',
      'limit',
      'type',
      'externalId',
      'job',
      'state',
      'code',
      'group',
      'detach',
      'from',
      'deadLetters',
    ),
  });
});

/** Operations with the statuses that they answered. */
const ANSWERED = new Set<string>();
function addressOf(
  operation: Operation,
  { part, text, field }: Readonly<Record<'part' | 'text' | 'field', string>>,
): string {
  const odd = encodeURIComponent(wellFormed(text)).slice(0, 5000);
  let path: string = operation.path;
  for (const name of placeholdersOf(path))
    path = path.replace(`:${name}`, part === 'path' ? odd || 'x' : encodeURIComponent(named[name] ?? '1'));
  if (part === 'query') return `/api/v1${path}?type=customer&${field}=${odd}`;
  if (part !== 'cursor') return `/api/v1${path}`;
  const kind = CURSORS[text.length % CURSORS.length];
  const cursors = [...CURSORS, kind].map((of) =>
    Buffer.from(`["${of}",${JSON.stringify(text.slice(0, 200))}]`).toString('base64url'),
  );
  return `/api/v1${path}?type=customer&cursor=${cursors[field.length % cursors.length]}`;
}

it('is never taken for an error of ours, whatever is odd about a request', async () => {
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const { id, part, place, odd, text } = asked;
      const operation = OPERATIONS.get(id) as Operation;
      const body = JSON.stringify(BODIES[operation.id] ?? {}).replace(
        /"(CONNECTION|JOB)"/g,
        (_, name: string) => JSON.stringify(named[name]),
      );
      const sent = part === 'body' ? damaged(JSON.parse(body) as object, place, odd) : body;
      const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      const call = admin.http[method](addressOf(operation, asked)).set('content-type', 'application/json');
      if (part === 'actor')
        void call.set('Evenkeel-Actor', encodeURIComponent(wellFormed(text)).slice(0, 2000));
      const answer = method === 'get' || method === 'delete' ? await call : await call.send(sent);
      ANSWERED.add(`${operation.id} ${answer.status}`);
      if (answer.status >= 500)
        throw new Error(
          `${method} ${addressOf(operation, asked)} ${sent.slice(0, 300)}: ${answer.status} ${answer.text} ${JSON.stringify(admin.log.lines.at(-1))}`,
        );
    }),
    { numRuns: 400, endOnFailure: true },
  );
  // What never gets past the first look would prove little.
  expect([...ANSWERED].filter((seen) => / 20\d$/.test(seen)).length).toBeGreaterThan(10);
});

it('takes and shows the numbers of a job by all of their digits', async () => {
  const [big, fine] = ['9007199254740993', '0.12345678901234567891'];
  const transforms = `["trim",{"name":"default","value":${big}}]`;
  const { name } = await sampleConnection(admin);
  const body = `{"name":"digits","connection":${JSON.stringify(name)},"stream":"customers","recordType":"digits",
    "filter":{"field":"n","above":${fine}},"mapping":[{"source":"n","target":"n","default":${fine},"transforms":${transforms}}]}`;
  const added = await admin.http.post('/api/v1/jobs').set('content-type', 'application/json').send(body);
  expect(added.status).toBe(201);
  const { text } = await admin.http.get('/api/v1/jobs/digits');
  for (const part of [`"above":${fine}`, `"default":${fine}`, `"value":${big}`]) expect(text).toContain(part);
});

describe('a setting that no database can hold', () => {
  it.each([
    [
      'jobs',
      {
        mapping: [
          { source: 'a', target: 'a' },
          { source: 't', target: 't', transforms: [{ name: 'replace', find: '\u0000', with: '' }] },
        ],
      },
      'mapping[1].transforms[0].find',
    ],
    ['jobs', { filter: { all: [{ field: 'a', in: ['x', '\ud800'] }] } }, 'filter.all[0].in[1]'],
    ['connections', { settings: { streams: { 'a\u0000': {} } } }, 'settings.streams.a\ufffd'],
    ['jobs/x/runs', { externalIds: ['a', 'b\u0000'] }, 'externalIds[1]'],
  ])('is refused by %s with its path', async (path, body, place) => {
    const answer = await admin.http.post(`/api/v1/${path}`).send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'request.invalid',
      errors: [{ path: place, message: 'holds NUL or half of a surrogate pair' }],
    });
  });

  it('is refused in an address and in the name of who asks', async () => {
    const inPath = await admin.http.get('/api/v1/jobs/a%00b');
    expect(inPath.body).toMatchObject({ status: 400, errors: [{ path: 'job' }] });
    const inActor = await admin.http.post('/api/v1/jobs/x/runs').set('Evenkeel-Actor', 'a%00b').send({});
    expect(inActor.body).toMatchObject({ status: 400, errors: [{ path: 'Evenkeel-Actor' }] });
  });
});
