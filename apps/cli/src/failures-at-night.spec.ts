import type { ExecutionSummary, ListView } from '@evenkeel/contracts-admin';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

/**
 * What goes wrong at night, each told by `evenkeel status` and the command that it names: what, why, and what next. Texts are compared, for
 * they are all that a person has.
 */
const engine = startEngine();
const type = (...given: readonly string[]) => typeIn(given, { url: engine.url });

type Mode =
  'fine' | 'down' | 'refused' | 'limited' | 'login' | 'drifted' | 'partly' | 'fewer' | 'empty' | 'wrong';
let mode: Mode = 'fine';
let server: Server;
let baseUrl: string;

const row = (id: number) => {
  const email = mode === 'drifted' || (mode === 'partly' && id % 10 === 0) ? null : `u${id}@example.com`;
  return { id, email, revision: mode };
};

function listing(): readonly object[] {
  const count = mode === 'fewer' ? 200 : mode === 'empty' ? 0 : 500;
  return Array.from({ length: count }, (_, at) => row(at + 1));
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  more: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...more });
  response.end(isText ? body : JSON.stringify(body));
}

beforeAll(async () => {
  server = createServer((request, response) => {
    if (mode === 'down') return void request.socket.destroy();
    if (mode === 'refused') return answer(response, 401, { error: 'the key was revoked' });
    if (mode === 'limited') return answer(response, 429, { error: 'slow down' }, { 'retry-after': '7200' });
    if (mode === 'login') return answer(response, 200, '<html><title>Sign in</title></html>');
    if (mode === 'wrong') return answer(response, 200, { rows: [] });
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    const from = (Number(searchParams.get('page')) - 1) * 100;
    answer(response, 200, { data: listing().slice(from, from + 100) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const MAPPING = JSON.stringify([
  { source: 'id', target: 'id' },
  { source: 'email', target: 'email', required: true },
  { source: 'revision', target: 'revision' },
]);
const items = {
  path: '/items',
  recordsPath: 'data',
  pageSize: 100,
  pagination: { kind: 'page', param: 'page' },
};

/** A connection and a job of its own that have gone well once, unless it goes wrong from the begin. */
async function job(name: string, begins: Mode = 'fine'): Promise<void> {
  const settings = JSON.stringify({ baseUrl, streams: { items } });
  const retry = '{"maxAttempts": 2, "initialMs": 10}';
  await type('connections', 'add', name, '--connector', 'rest', '--settings', settings, '--retry', retry);
  const add = ['jobs', 'add', name, '--connection', name, '--stream', 'items', '--record-type', name];
  expect(await type(...add, '--mode', 'full', '--mapping', MAPPING)).toMatchObject({ code: 0 });
  mode = begins;
  await type('run', name, '--watch');
}

/** What is told of it in one screen, and by the command that stands there. */
async function told(name: string): Promise<{ readonly status: string; readonly next: string }> {
  const { out } = await type('status');
  const lines = out.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^\\S.* ${name}: `).test(line));
  const [, command = ''] = /^ +evenkeel (.+)$/.exec(lines[at + 1] ?? '') ?? [];
  return { status: lines[at] ?? out, next: (await type(...command.split(' '))).out };
}

const executionOf = async (name: string): Promise<string> => {
  const { out } = await type('executions', 'list', '--job', name, '--limit', '1', '--json');
  return (JSON.parse(out) as ListView<ExecutionSummary>).items[0]?.id ?? '';
};
const after = async (name: string, became: Mode): Promise<Seen> => {
  mode = became;
  return type('run', name, '--watch');
};

it('a provider that is down', async () => {
  await job('down');
  expect((await after('down', 'down')).out).toMatch(/^ {2}it is tried again by itself at \d{4}-/m);
  const { status, next } = await told('down');
  expect(status).toMatch(/^fails +down: .*\/items\?page=1 could not be reached: other side closed/);
  expect(next).toMatch(/^status +failed$/m);
  expect(next).toMatch(/^tried again +\d{4}-/m);
  expect(next).toMatch(/remedy: Check the base URL of the connection and that this machine can reach it/);
});

it('a key that was revoked', async () => {
  await job('revoked');
  await after('revoked', 'refused');
  const { status, next } = await told('revoked');
  expect(status).toMatch(/^needs attention +revoked: .*answered 401: \{"error":"the key was revoked"\}/);
  expect(next).toMatch(/^revoked: .*\(provider\.unauthorized\)\n {2}remedy: Correct the credentials/);
});

it('a provider that wants to be left alone for hours', async () => {
  await job('limited');
  const seen = await after('limited', 'limited');
  expect(seen.out).toMatch(
    /reason: The run has no time left to wait: 127\.0\.0\.1:\d+ asked us \(429, Retry-After\) not to call before \d{4}-/,
  );
  const { status, next } = await told('limited');
  expect(status).toMatch(/^provider paused +limited: .*asked us \(429, Retry-After\)/);
  expect(next).toMatch(/calls +wait for (2 h 00|1 h 59) m: .*asked us/);
});

it('a mapping that does not fit is seen in a preview, before anything is written', async () => {
  await job('mapped');
  const wrong = '[{"source":"email","target":"since","transforms":["date"]}]';
  await type('jobs', 'change', 'mapped', '--mapping', wrong);
  const preview = await type('preview', 'mapped', '--watch');
  expect(preview.out).toContain('warning: 500 of 500 records could not be applied: their changes say why');
  const [, plan = ''] = /plan show ([\da-f-]{36}) --diffs/.exec(preview.out) ?? [];
  const diffs = await type('plan', 'show', plan, '--diffs');
  expect(diffs.out).toContain('date takes a date in ISO 8601, and got a text');
  expect((await type('records', 'list', 'mapped', '--limit', '1')).out).toContain('u1@example.com');
});

it('a provider whose records have changed their shape', async () => {
  await job('drifted');
  await after('drifted', 'drifted');
  const { status, next } = await told('drifted');
  expect(status).toMatch(/^fails +drifted: .*failed/);
  expect(next).toMatch(/email -> email: the field is required, and there is null/);
  expect(next).toMatch(/remedy: /);
});

it('records of which some are bad', async () => {
  await job('partly');
  for (const _ of [1, 2, 3]) await after('partly', 'partly');
  const { status, next } = await told('partly');
  expect(status).toMatch(
    /^dead letters +partly: email -> email: the field is required.*\(50 records, since /,
  );
  expect(next).toMatch(/^GROUP/);
  expect(next).toContain('the field is required');
  await after('partly', 'fine');
  expect((await told('partly')).status).not.toMatch(/dead letters +partly/);
});

it('most records that are gone at once', async () => {
  await job('fewer');
  await after('fewer', 'fewer');
  await after('fewer', 'fewer');
  const { status, next } = await told('fewer');
  expect(status).toMatch(/^approval +fewer: These records would become inactive.*\(300 records, since /);
  expect(next).toMatch(/approvals grant/);
});

it('a listing that is empty all at once', async () => {
  await job('empty');
  const seen = await after('empty', 'empty');
  expect(seen.out).toMatch(/no longer listed 500: inactivated 0; kept 500 missing for the first time/);
});

it('a login page in place of an answer', async () => {
  await job('login');
  await after('login', 'login');
  const { status, next } = await told('login');
  expect(status).toMatch(/^fails +login: .*HTML/);
  expect(next).toMatch(/remedy: /);
});

it('a path of records that leads nowhere', async () => {
  await job('nowhere', 'wrong');
  const { status, next } = await told('nowhere');
  expect(status).toMatch(
    /^fails +nowhere: "data" in the answer of \/items holds nothing, not a list: it has only rows/,
  );
  expect(next).toMatch(/remedy: Correct the records path/);
  expect(await executionOf('nowhere')).toMatch(/^[\da-f-]{36}$/);
});
