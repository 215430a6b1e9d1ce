import type { ListView, MappingTestView } from '@evenkeel/contracts-admin';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

const engine = startEngine();
const type = (...given: readonly string[]) => typeIn(given, { url: engine.url });
const rules = [
  { source: 'name', target: 'who.name', transforms: ['trim'], required: true },
  { source: 'n', target: 'n', transforms: [{ name: 'cast', to: 'number' }] },
];
let asked: string[] = [];
let server: Server;
let folder: string;

/** Every third has no name. */
const rows = Array.from({ length: 7 }, (_, at) => ({
  id: at + 1,
  name: at % 3 === 2 ? null : ` n${at} `,
  n: '1',
}));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapping-'));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    const status = page > 3 ? 500 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: rows.slice(page * 2 - 2, page * 2) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stream = {
    path: '/rows',
    recordsPath: 'data',
    pageSize: 2,
    pagination: { kind: 'page', param: 'page' },
  };
  const settings = await file('settings.json', { baseUrl, streams: { rows: stream } });
  const add = await type('connections', 'add', 'shop', '--connector', 'rest', '--settings', settings);
  expect(add).toMatchObject({ code: 0 });
  const job = ['--connection', 'shop', '--stream', 'rows', '--record-type', 'row'];
  const mapping = ['--mapping', await file('mapping.json', rules)];
  expect(await type('jobs', 'add', 'rows', ...job, ...mapping)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
});

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content));
  return path;
}
const jsonOf = (seen: { readonly out: string }) => JSON.parse(seen.out) as MappingTestView;

it('shows fields before and after, and each refusal, of records that are given, and calls no provider', async () => {
  const seen = await type(
    ...['jobs', 'test-mapping', await file('rules.json', rules), '--records'],
    await file('records.json', [{ name: ' Ada ', n: '12345678901234567890' }, { n: 'many' }]),
  );
  expect(seen).toMatchObject({ code: 1, err: '' });
  const lines = seen.out.split('\n');
  expect(lines.slice(0, 6)).toEqual([
    'record 1 is mapped',
    '  name " Ada " -> who.name "Ada"',
    '  n "12345678901234567890" -> n 12345678901234567890',
    '',
    'record 2 would be rejected',
    expect.stringContaining('  name (none) -> REFUSED name -> who.name: the field is required'),
  ]);
  expect(lines[6]).toContain('  n "many" -> REFUSED n -> n: cast takes a number');
  expect(lines[6]).toContain('(record.transform_failed)');
  expect(lines[7]).toMatch(/^ {2}remedy: /);
  expect(lines.at(-1) === '' ? lines.at(-2) : lines.at(-1)).toBe('1 of 2 records would be rejected');
  expect(asked).toEqual([]);
});

it('reads a sample of the stream of a job, and no more of it, and keeps nothing', async () => {
  const seen = await type('jobs', 'test-mapping', 'rows', '--sample', '3', '--json');
  expect(seen).toMatchObject({ code: 1, err: '' });
  const { ok, records } = jsonOf(seen);
  expect(ok).toBe(false);
  expect(records.map(({ externalId, outcome, after }) => [externalId, outcome, after])).toEqual([
    ['1', 'mapped', { n: 1, who: { name: 'n0' } }],
    ['2', 'mapped', { n: 1, who: { name: 'n1' } }],
    ['3', 'rejected', null],
  ]);
  expect(asked).toEqual([expect.stringMatching(/page=1$/), expect.stringMatching(/page=2$/)]);
  for (const list of [['executions'], ['dlq']]) {
    const kept = await type(...list, 'list', '--json');
    expect((JSON.parse(kept.out) as ListView<object>).items).toEqual([]);
  }
});

it('reads ten where it is not said how many', async () => {
  const seen = await type('jobs', 'test-mapping', 'rows');
  // The fourth page cannot be read, and is asked for again and again.
  expect(asked.slice(0, 4).map((url) => url.slice(-1))).toEqual(['1', '2', '3', '4']);
  expect(seen.err).toMatch(/500/);
});

it('tests other rules in place of those of a job, with its filter', async () => {
  expect(await type('jobs', 'change', 'rows', '--filter', '{"field":"id","equals":2}')).toMatchObject({
    code: 0,
  });
  const other = await file('other.json', [{ source: 'id', target: 'key' }]);
  const seen = await type('jobs', 'test-mapping', other, '--job', 'rows', '--sample', '2');
  expect(seen).toMatchObject({ code: 0, err: '' });
  expect(seen.out).toContain('record 1 (1) is left out by the filter\n');
  expect(seen.out).toContain('record 2 (2) is mapped\n  id 2 -> key 2\n');
  expect(seen.out).toContain('2 records, and none would be rejected');
  await type('jobs', 'change', 'rows', '--no-filter');
});

it('says why a sample cannot be read, rather than show a part of it', async () => {
  const seen = await type('jobs', 'test-mapping', 'rows', '--sample', '100');
  expect(seen.code).not.toBe(0);
  expect(seen.out).toBe('');
  expect(seen.err).toMatch(/500/);
});

it('tells each rule that is wrong, with its place, and asks nothing', async () => {
  const wrong = [
    { source: 'a', target: 'a', transforms: ['trimm'] },
    { source: 'b', target: 'b', direction: 'both', transforms: ['fold'] },
  ];
  const rules = await file('wrong.json', wrong);
  for (const how of [
    ['--records', '{"a":1}'],
    ['--job', 'rows', '--sample', '1'],
  ]) {
    const seen = await type('jobs', 'test-mapping', rules, ...how);
    expect(seen).toMatchObject({ code: 2, out: '' });
    expect(seen.err).toContain('mapping[0].transforms[0].name: must be one of trim, ');
  }
  const [, second] = wrong;
  const seen = await type('jobs', 'test-mapping', await file('one.json', [second]), '--records', '{}');
  expect(seen.err).toContain('mapping[0].transforms[0]: fold cannot be undone');
  expect(asked).toEqual([]);
});

it.each<[string, readonly string[], string]>([
  ['rules that name no provider', ['[]', '--sample', '2'], 'Name with --job'],
  ['a file that is not there', ['none.json', '--job', 'rows', '--sample', '1'], 'There is no file none.json'],
  ['a job that is not there', ['row', '--sample', '1'], 'There is no job "row"; did you mean'],
  ['too large a sample', ['rows', '--sample', '101'], 'sample'],
  ['too many records', ['rows', '--records', JSON.stringify(Array(101).fill({}))], 'records'],
  ['too large records', ['rows', '--records', JSON.stringify({ a: 'x'.repeat(1_000_001) })], 'at most 1 MB'],
  ['records and a sample', ['rows', '--records', '{}', '--sample', '1'], 'cannot be used with'],
])('refuses %s', async (_, given, message) => {
  const seen = await type('jobs', 'test-mapping', ...given);
  expect(seen.code).not.toBe(0);
  expect(seen.err).toContain(message);
  expect(asked).toEqual([]);
});
