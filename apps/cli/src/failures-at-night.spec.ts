import type { ExecutionSummary, ListView } from '@evenkeel/contracts-admin';
import { startNightProvider, type Mode, type NightProvider } from './testing/night-provider.js';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

/** Shorter than outside of tests, where a call may take half a minute. */
const CALL_TIMEOUT_MS = 3_000;

/**
 * What goes wrong at night, each told by `evenkeel status` and the command that it names: what, why, and what next. Texts are compared, for
 * they are all that a person has.
 */
const engine = startEngine({ callTimeoutMs: CALL_TIMEOUT_MS });
const type = (...given: readonly string[]) => typeIn(given, { url: engine.url });

let provider: NightProvider;
beforeAll(async () => {
  provider = await startNightProvider();
  await beginHanging();
});
afterAll(() => provider.stop());

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
  const settings = JSON.stringify({ baseUrl: provider.baseUrl, streams: { items } });
  const retry = '{"maxAttempts": 2, "initialMs": 10}';
  await type('connections', 'add', name, '--connector', 'rest', '--settings', settings, '--retry', retry);
  const add = ['jobs', 'add', name, '--connection', name, '--stream', 'items', '--record-type', name];
  expect(await type(...add, '--mode', 'full', '--mapping', MAPPING)).toMatchObject({ code: 0 });
  provider.mode = begins;
  await type('run', name, '--watch');
}

/** Asked first and looked at last, for it takes as long as a call may take. */
async function beginHanging(): Promise<void> {
  const settings = JSON.stringify({ baseUrl: `${provider.baseUrl}/never`, streams: { items } });
  const once = ['--retry', '{"maxAttempts": 1}'];
  await type('connections', 'add', 'hangs', '--connector', 'rest', '--settings', settings, ...once);
  await type('jobs', 'add', 'hangs', '--connection', 'hangs', '--stream', 'items', '--record-type', 'hangs');
  expect(await type('run', 'hangs')).toMatchObject({ code: 0 });
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
  provider.mode = became;
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
  expect(next).toMatch(/remedy: Correct the path of the stream that the message names: `recordsPath`/);
  expect(await executionOf('nowhere')).toMatch(/^[\da-f-]{36}$/);
});

it('a provider that takes calls and never answers', async () => {
  await type('executions', 'watch', await executionOf('hangs'));
  const { status, next } = await told('hangs');
  expect(status).toMatch(
    /^fails +hangs: http:.*\/never\/items\?page=1 did not answer within 3 s;.*; it is tried again at /,
  );
  expect(next).toMatch(/^status +failed$/m);
  expect(next).toMatch(/remedy: /);
});
