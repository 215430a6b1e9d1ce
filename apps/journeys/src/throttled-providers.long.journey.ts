import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { journeyFolder } from './kit/repository.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';
import { eventually } from './kit/eventually.js';

jest.setTimeout(120_000);

const CONNECTIONS = 200;
const PAGES = 20;
const PAGE = 50;
/** Records that a run of named ones reads. */
const NAMED = 48;
/** Of a page of the provider that is well: a run of it takes about two seconds, so that a ratio of two runs says something. */
const ANSWER_MS = 100;
/** How the others keep us away, in turn. */
const REFUSALS = [
  { status: 429, retryAfter: '600', waiting: 'quota' },
  { status: 503, retryAfter: '900', waiting: 'retry' },
  { status: 429, retryAfter: '1', waiting: 'quota' },
] as const;

let engine: StandaloneUnderTest;
/** Has nothing but the provider that is well. */
let quiet: StandaloneUnderTest;
let server: Server;
let url: string;
const calls = new Map<string, number>();

function answer(path: string, response: ServerResponse): void {
  const [, api = '', nth = ''] = /^\/(well|busy)\/?(\d*)/.exec(path) ?? [];
  const key = `${api}${nth}`;
  calls.set(key, (calls.get(key) ?? 0) + 1);
  if (api === 'busy') {
    const { status, retryAfter } = REFUSALS[Number(nth) % REFUSALS.length]!;
    response.writeHead(status, { 'retry-after': retryAfter, 'content-type': 'application/json' }).end('{}');
    return;
  }
  const id = /rows\/(\w+)/.exec(path)?.[1];
  const page = Number(new URL(path, url).searchParams.get('page') ?? 1);
  const data = Array.from({ length: PAGE }, (_, row) => ({ id: `p${page}r${row}` }));
  const body = JSON.stringify(id === undefined ? { data: page > PAGES ? [] : data } : { id });
  setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), ANSWER_MS);
}

beforeAll(async () => {
  engine = await startStandalone(journeyFolder('throttled-providers'));
  quiet = await startStandalone(journeyFolder('throttled-providers-alone'));
  server = createServer((request, response) => answer(request.url ?? '', response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await engine.stop();
  await quiet.stop();
});

async function addApi({ admin }: StandaloneUnderTest, name: string, path: string): Promise<string> {
  const listing = { path: '/rows', recordsPath: 'data', pagination: { kind: 'page', param: 'page' } };
  const rows = { ...listing, readOne: { path: '/rows/{id}' } };
  const settings = { baseUrl: `${url}${path}`, streams: { rows } };
  await admin.addConnection({ name, connector: 'rest', settings });
  const job = { name, connection: name, stream: 'rows', recordType: name, mode: 'full' } as const;
  await admin.addJob({ ...job, retryOnFailure: false });
  return name;
}

async function timeRun({ admin }: StandaloneUnderTest): Promise<number> {
  const began = performance.now();
  const run = await admin.runToEnd('well');
  expect(run).toMatchObject({ status: 'completed', receipt: { fetched: PAGES * PAGE, balanced: true } });
  return performance.now() - began;
}
const begin = (job: string) => engine.admin.begin(job);

/** A run of named records, in the real-time lane. Of some two seconds, so that a ratio of two runs says something. */
async function timeNamed({ admin }: StandaloneUnderTest): Promise<number> {
  const externalIds = Array.from({ length: NAMED }, (_, row) => `p1r${row}`);
  const began = performance.now();
  const run = await admin.runToEnd('well', { externalIds });
  expect(run).toMatchObject({ status: 'completed', receipt: { fetched: NAMED, balanced: true } });
  return performance.now() - began;
}

async function inParallel<Wish, Result>(
  wishes: readonly Wish[],
  carryOut: (wish: Wish) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < wishes.length; from += 20)
    results.push(...(await Promise.all(wishes.slice(from, from + 20).map(carryOut))));
  return results;
}

/** At most 1.3 times is allowed for; the shortest of several runs says it more exactly. */
const LONGEST = 1.2;
/** Until an engine that stood still has caught up with what fell due meanwhile. */
const SETTLING_MS = 1_500;

/**
 * The shortest of runs on each engine in turn: what else this machine does meets both, and makes runs longer, never shorter. The other engine
 * stands still while a run is alone.
 */
async function compare(run: (on: StandaloneUnderTest) => Promise<number>) {
  const times = { alone: [] as number[], beside: [] as number[] };
  for (let round = 0; round < 3; round += 1) {
    process.kill(engine.process.pid, 'SIGSTOP');
    try {
      times.alone.push(await run(quiet), await run(quiet));
    } finally {
      process.kill(engine.process.pid, 'SIGCONT');
    }
    await sleep(SETTLING_MS);
    times.beside.push(await run(engine), await run(engine));
  }
  const [aloneMs, besideMs] = [Math.min(...times.alone), Math.min(...times.beside)];
  process.stderr.write(`alone ${Math.round(aloneMs)} ms, beside them ${Math.round(besideMs)} ms\n`);
  return { aloneMs, besideMs };
}

describe('two hundred providers that want to be left alone', () => {
  const runs: string[] = [];

  it('and one that is well: its run takes as long as alone', async () => {
    for (const each of [engine, quiet]) await addApi(each, 'well', '/well');
    const busy = Array.from({ length: CONNECTIONS }, (_, nth) => nth);
    runs.push(
      ...(await inParallel(busy, (nth) => addApi(engine, `busy-${nth}`, `/busy/${nth}`).then(begin))),
    );
    const isCalled = async () => busy.every((nth) => calls.has(`busy${nth}`));
    await eventually('each was called', isCalled, 60_000);
    const { aloneMs, besideMs } = await compare(timeRun);
    expect(besideMs).toBeLessThan(LONGEST * aloneMs);
  });

  it('and one that is well: a run of named records takes as long as alone, though theirs wait too', async () => {
    const long = Array.from({ length: CONNECTIONS }, (_, nth) => nth).filter((nth) => nth % 3 !== 2);
    await inParallel(long, (nth) => engine.admin.run(`busy-${nth}`, { externalIds: ['x'] }));
    const wait = async () => (await engine.store.postponedNamedChunks()) === long.length;
    await eventually('theirs wait', wait, 60_000);
    const { aloneMs, besideMs } = await compare(timeNamed);
    expect(besideMs).toBeLessThan(LONGEST * aloneMs);
  });

  it('are not called before their time, and each run says what it waits for and until when', async () => {
    for (const [nth, { status, retryAfter, waiting }] of REFUSALS.slice(0, 2).entries()) {
      const run = await engine.admin.execution(runs[nth]!);
      expect(run).toMatchObject({ status: 'running', waiting, progress: { processed: 0 } });
      const asked = `^127\\.0\\.0\\.1:\\d+ asked us \\(${status}, Retry-After\\) not to call before 2`;
      expect(run.wait?.message).toMatch(new RegExp(asked));
      const waitMs = Date.parse(run.wait!.until) - Date.parse(run.startedAt!);
      expect(Math.abs(waitMs / 1000 - Number(retryAfter))).toBeLessThan(30);
      expect(calls.get(`busy${nth}`)).toBe(1);
    }
    // This one says a second, and is asked again and again.
    expect(calls.get('busy2')).toBeGreaterThan(2);
  });
});

it('a pause that outlasts a run ends it at once, and says until when', async () => {
  const { admin } = engine;
  await admin.addJob({
    name: 'impatient',
    connection: 'busy-0',
    stream: 'rows',
    recordType: 'impatient',
    mode: 'full',
    timeoutMinutes: 5,
  });
  const called = calls.get('busy0');
  const run = await admin.runToEnd('impatient');
  expect(run).toMatchObject({
    status: 'failed',
    reason: { kind: 'rate_limited', code: 'provider.rate_limited' },
    receipt: { fetched: 0 },
  });
  expect(run.durationMs).toBeLessThan(5_000);
  // It is tried again when that is of use, and no call was made meanwhile.
  expect(run.retry.nextAttemptAt).toBe(run.reason!.until);
  expect(calls.get('busy0')).toBe(called);
});
