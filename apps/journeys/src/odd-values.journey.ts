import type { ExecutionView, RecordOutcomeView } from '@evenkeel/contracts-admin';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { surroundings } from './kit/env.js';
import { journeyFolder, root } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { sandboxSettings } from './kit/sandbox-settings.js';
import { TextServer } from './kit/scripted-server.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

jest.setTimeout(60_000);

const TYPE = 'odd';
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** Records as a provider may write them, with what has to be in the store afterwards, word for word. */
const STORED: readonly (readonly [id: string, text: string, stored?: string])[] = [
  ['big', '{"id":"big","n":9007199254740993}', '{"n": 9007199254740993, "id": "big"}'],
  ['negative', '{"id":"negative","n":-90071992547409931}', '{"n": -90071992547409931, "id": "negative"}'],
  [
    'overflow',
    '{"id":"overflow","n":[1e400,-1E-400]}',
    `{"n": [1${'0'.repeat(400)}, -0.${'0'.repeat(399)}1], "id": "overflow"}`,
  ],
  [
    'fractions',
    '{"id":"fractions","n":[0.12345678901234567891,12345678.123456789012,0.1000000000000000055511151231257827]}',
    '{"n": [0.12345678901234567891, 12345678.123456789012, 0.1000000000000000055511151231257827], "id": "fractions"}',
  ],
  ['powers', '{"id":"powers","n":[1e21,1E2]}', '{"n": [1000000000000000000000, 100], "id": "powers"}'],
  [
    'inside',
    '{"id":"inside","n":{"m":[12345678901234567890]}}',
    '{"n": {"m": [12345678901234567890]}, "id": "inside"}',
  ],
  ['9007199254740993', '{"id":9007199254740993}', '{"id": 9007199254740993}'],
  ['0', '{"id":0,"n":9007199254740991}', '{"n": 9007199254740991, "id": 0}'],
  [
    'prices',
    '{"id":"prices","n":[0.1,1.10,19.99,-0.5,1e3]}',
    '{"n": [0.1, 1.1, 19.99, -0.5, 1000], "id": "prices"}',
  ],
  ['own', '{"id":"own","__proto__":{"x":1},"constructor":2,"toString":null}'],
  ['names', '{"id":"names","":1,"a.b":2,"$":3," ":4,"ключ":5}'],
  ['texts', '{"id":"texts","t":"\\u2028 \\ufffe \\ud83d\\udc19 e\\u0301 \\\\u0000 \\u0001","empty":""}'],
  ['long', `{"id":"long","t":"${'x'.repeat(5_000_000)}"}`],
  ['字'.repeat(500), `{"id":"${'字'.repeat(500)}"}`],
  ['levels', `{"id":"levels","deep":${nested(198)}}`],
  ['late', '{"id":"late","updated_at":8640000000000000}'],
  ['early', '{"id":"early","updated_at":"0001-01-01T00:00:00+15:00"}'],
  ['never', '{"id":"never","updated_at":"2026-02-30T25:00:00Z"}'],
  ['version', '{"id":"version","revision":-9007199254740991}'],
  ['vast', '{"id":"vast","revision":9007199254740993}', '{"id": "vast", "revision": 9007199254740993}'],
];

/** Numbers as JSON may write them; most of them no double holds. */
const numbers = fc.sample(
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,24})(?:\.\d{1,25})?(?:[eE][+-]?[1-4]?\d{1,2})?$/),
  500,
);
const NUMBERS = `{"id":"numbers","n":[${numbers.join(',')}]}`;

/** Records that cannot be stored, with the code they are rejected for and what the message names. */
const REJECTED: readonly (readonly [text: string, code: string, says: string])[] = [
  ['{"id":"nul","a":{"b":["fine","\\u0000"]}}', 'record.unstorable_text', 'a.b.1'],
  ['{"id":"key","a":{"k\\u0000":1}}', 'record.unstorable_text', 'a.k'],
  ['{"id":"low","t":"\\udc19"}', 'record.unstorable_text', 't holds'],
  ['{"id":"high","t":"\\ud83d!"}', 'record.unstorable_text', 't holds'],
  ['{"id":"id\\u0000"}', 'record.invalid_id', 'NUL'],
  [`{"id":"${'x'.repeat(501)}"}`, 'record.invalid_id', 'longer than 500'],
  ['{"id":""}', 'record.invalid_id', 'an empty text'],
  ['{"id":null}', 'record.missing_id', 'no id'],
  ['{"id":{"not":"an id"}}', 'record.invalid_id', 'an object'],
  ['{"name":"without"}', 'record.missing_id', 'no id'],
  ['["a","list"]', 'record.not_an_object', 'a list'],
  ['null', 'record.not_an_object', 'null'],
  ['{"id":"vast","n":[1,1e131071]}', 'record.number_too_long', 'n.1'],
  [`{"id":"deep","d":${nested(300)}}`, 'record.too_deep', '200'],
];

let engine: StandaloneUnderTest;
let provider: TextServer;
let sandbox: SandboxProvider;
let run: ExecutionView;
let outcomes: RecordOutcomeView[];
const asRead = STORED.length + 1;

beforeAll(async () => {
  const folder = journeyFolder('odd-values');
  engine = await startStandalone(folder);
  sandbox = await SandboxProvider.start({ records: 250, folder });
  const records = [NUMBERS, ...STORED.map(([, text]) => text), ...REJECTED.map(([text]) => text)];
  provider = await TextServer.start(() => `[${records.join(',')}]`);
  const odd = { path: '/', versionPath: 'revision', modifiedAtPath: 'updated_at' };
  await engine.admin.addConnection({
    name: TYPE,
    connector: 'rest',
    settings: { baseUrl: provider.url, streams: { odd } },
    credentials: {},
  });
  await engine.admin.addJob({ name: TYPE, connection: TYPE, stream: 'odd', recordType: TYPE });
  run = await engine.admin.runToEnd(TYPE);
  outcomes = await engine.admin.outcomes(run.id);
}, 90_000);
afterAll(async () => {
  await provider?.stop();
  await sandbox?.stop();
  await engine?.stop();
}, 60_000);

describe('Odd values on one page', () => {
  it('cost only the records that have them', async () => {
    expect(run).toMatchObject({ status: 'completed_with_errors', reason: null });
    const { fetched, created, failed, balanced } = run.receipt;
    expect({ fetched, created, failed, balanced }).toEqual({
      fetched: asRead + REJECTED.length,
      created: asRead,
      failed: REJECTED.length,
      balanced: true,
    });
    expect((await engine.store.records(TYPE)).size).toBe(asRead);
    expect(await engine.isReady()).toBe(true);
  });

  it.each(STORED.map(([id, text, stored]) => [id.slice(0, 30), id, text, stored] as const))(
    'are kept: %s',
    async (_name, id, text, stored) => {
      const found = (await engine.store.recordText(TYPE, id)) ?? '';
      if (stored === undefined) expect(canonical(found)).toBe(canonical(text));
      else expect(found).toBe(stored);
    },
  );

  it('are numbers with every digit that the provider wrote, in the store, over the API and in the CLI', async () => {
    const { store, url } = engine;
    const stored = (await store.recordText(TYPE, 'numbers')) ?? '';
    expect(await store.isSameJson(stored, [], NUMBERS)).toBe(true);

    const list = `${url}/api/v1/records?type=${TYPE}&externalId=numbers`;
    const told = await (await fetch(list)).text();
    expect(await store.isSameJson(told, ['items', '0', 'data'], NUMBERS)).toBe(true);

    const { id } = (JSON.parse(told) as { items: { id: string }[] }).items[0]!;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['apps/cli/dist/main.js', 'records', 'show', id, '--json'],
      { cwd: root, env: { ...surroundings.inherited, EVENKEEL_URL: url } },
    );
    expect(await store.isSameJson(stdout, ['data'], NUMBERS)).toBe(true);
  });

  it.each(REJECTED.map(([text, ...told], index) => [text.slice(0, 30), index, ...told] as const))(
    'are told: %s',
    (_name, index, code, says) => {
      const outcome = outcomes[index];
      expect(outcome).toMatchObject({ outcome: 'rejected', problem: { code } });
      expect(outcome?.problem?.message).toContain(says);
      expect(outcome?.problem?.remedy.length).toBeGreaterThan(20);
      expect(outcome?.raw).not.toBeNull();
    },
  );

  it('do not change by being read again', async () => {
    const again = await engine.admin.runToEnd(TYPE, { mode: 'full' });
    const { fetched, skipped, failed, balanced } = again.receipt;
    expect({ fetched, skipped, failed, balanced }).toEqual({
      fetched: asRead + REJECTED.length,
      skipped: asRead,
      failed: REJECTED.length,
      balanced: true,
    });
  });
});

describe('Ids that no double can hold', () => {
  it('are kept digit for digit, through a Link header and again', async () => {
    const settings = { ...sandboxSettings(sandbox.url), auth: { kind: 'none' } };
    await engine.admin.addConnection({ name: 'shop', connector: 'rest', settings, credentials: {} });
    await engine.admin.addJob({
      name: 'invoices',
      connection: 'shop',
      stream: 'invoices',
      recordType: 'invoice',
    });
    const first = await engine.admin.runToEnd('invoices');
    expect(first).toMatchObject({ status: 'completed', receipt: { created: 250, balanced: true } });
    expect(first.chunks).toMatchObject([{ pagesApplied: 3 }]);

    const answer = await (await fetch(`${sandbox.url}/invoices?limit=250`)).text();
    const ids = [...answer.matchAll(/"id":(\d+)/g)].map(([, digits]) => digits);
    expect(new Set(ids).size).toBe(250);
    expect([...(await engine.store.records('invoice')).keys()].sort()).toEqual(ids.sort());

    const again = await engine.admin.runToEnd('invoices');
    expect(again).toMatchObject({ status: 'completed', receipt: { skipped: 250, balanced: true } });
  });
});

/** JSON text with its keys in order. */
function canonical(text: string): string {
  const inOrder = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${inOrder(inner)}`);
    return `{${entries.sort().join(',')}}`;
  };
  return inOrder(JSON.parse(text));
}
