import { eventually } from '@evenkeel/conformance';
import { CallPostponed, LONGEST_PAUSE_MS, NO_TRIES, type CallTries, type Quota } from '@evenkeel/domain';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

let world: CallerWorld;
afterEach(() => world.close());

const call = () => ({ method: 'GET', url: `${world.server.url}/things` }) as const;
/** A call whose caller waits up to so long. */
const patient = (mostMs: number, tries: CallTries = NO_TRIES) =>
  world.session({ patience: { mayWait: async (ms) => ms <= mostMs, tries } }).json(call());

async function postponedOf(asked: Promise<unknown>): Promise<CallPostponed> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CallPostponed) return error;
  throw new Error(`It was not postponed: ${String(error)}`);
}

const refuse = (status: number, headers: Record<string, string> = {}) =>
  world.server.answer((_request, response) => response.writeHead(status, headers).end());

describe('a caller that does not wait for long', () => {
  it.each([
    ['429', 429, 'provider.rate_limited', 'rate_limit', 'quota', { failures: 0, waits: 1 }],
    ['503', 503, 'provider.server_error', 'transient', 'retry', { failures: 1, waits: 0 }],
  ] as const)(
    'is told at once of a long Retry-After with %s, and nobody calls before it is over',
    async (_name, status, code, errorClass, waiting, tries) => {
      world = await openCallerWorld();
      refuse(status, { 'retry-after': '60' });
      const postponed = await postponedOf(patient(2_000));
      expect(postponed).toMatchObject({ code, errorClass, call: { waiting, tries } });
      expect(postponed.waitMs).toBeGreaterThan(58_000);
      expect(postponed.waitMs).toBeLessThanOrEqual(60_000);
      expect(postponed.message).toMatch(
        new RegExp(`^127\\.0\\.0\\.1:\\d+ asked us \\(${status}, Retry-After\\) not to call before 20.*Z$`),
      );
      expect(postponed.call.cause).toBeDefined();
      const second = await postponedOf(patient(2_000));
      expect(world.server.calls).toBe(1);
      // It was kept away by what the first one met.
      expect(second).toMatchObject({
        code,
        message: postponed.message,
        call: { waiting: 'quota', tries: NO_TRIES },
      });
      expect(second.call.cause).toBeUndefined();
      expect(world.waits).toEqual([]);
    },
  );

  it('waits where it is short, and goes on', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, nth) =>
      nth === 1 ? response.writeHead(429, { 'retry-after': '2' }).end() : sendJson(response, '1'),
    );
    expect((await patient(2_000)).body).toBe(1);
  });

  it.each([
    ['2592000', 'thirty days'],
    ['63072000', 'two years'],
    ['999999999999', 'for ever'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 'until the end of dates'],
  ])('asks a day later where a provider wants to be left alone for %s s, %s', async (retryAfter) => {
    world = await openCallerWorld();
    refuse(503, { 'retry-after': retryAfter });
    const postponed = await postponedOf(patient(2_000));
    expect(postponed.waitMs).toBe(LONGEST_PAUSE_MS);
    expect(postponed.message).toContain('; we ask it once a day');
    expect((await world.ledger.look('connection-1')).closedForMs).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
  });

  it('counts the attempts that a call has behind it, wherever they were made', async () => {
    world = await openCallerWorld({
      retry: { maxAttempts: 3, initialMs: 5_000, multiplier: 2, capMs: 60_000, jitter: 0 },
    });
    refuse(500);
    const first = await postponedOf(patient(2_000));
    expect(first).toMatchObject({
      waitMs: 5_000,
      call: { waiting: 'retry', tries: { failures: 1, waits: 0 } },
    });
    const second = await postponedOf(patient(2_000, first.call.tries));
    expect(second).toMatchObject({ waitMs: 10_000, call: { tries: { failures: 2, waits: 0 } } });
    await expect(patient(2_000, second.call.tries)).rejects.toMatchObject({
      name: 'SyncError',
      code: 'provider.server_error',
    });
    expect(world.server.calls).toBe(3);
  });

  it('gives up a wait for the quota that is too long, and says that it is the quota', async () => {
    const quota: Quota = { rate: { calls: 1, perSeconds: 60 }, concurrency: null, reservedShare: 0 };
    world = await openCallerWorld({}, undefined, quota);
    world.server.answer((_request, response) => sendJson(response, '1'));
    await patient(2_000);
    const postponed = await postponedOf(patient(2_000));
    expect(postponed).toMatchObject({
      code: 'provider.quota_spent',
      call: { waiting: 'quota', tries: NO_TRIES },
    });
    expect(postponed.waitMs).toBeGreaterThan(50_000);
    expect(world.server.calls).toBe(1);
  });

  it('gives up waiting for its turn while other calls go on for long', async () => {
    const quota: Quota = { rate: null, concurrency: 1, reservedShare: 0 };
    world = await openCallerWorld({}, undefined, quota);
    let answerFirst = (): void => undefined;
    world.server.answer((_request, response) => {
      answerFirst = () => sendJson(response, '1');
    });
    const first = patient(2_000);
    await eventually('the first call arrives', () => world.server.calls === 1);
    const postponed = await postponedOf(patient(200));
    expect(postponed).toMatchObject({ waitMs: 1_000, call: { waiting: 'quota' } });
    answerFirst();
    await first;
  });

  it('does not wait for the breaker, and is told how the last call failed', async () => {
    world = await openCallerWorld({
      retry: { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 },
    });
    refuse(500);
    for (let nth = 0; nth < 10; nth += 1) await patient(0).catch(() => undefined);
    await expect(patient(2_000)).rejects.toMatchObject({
      code: 'provider.breaker_open',
      message: expect.stringMatching(/failed lately; the last one: .*\/things answered 500/) as string,
    });
  });
});

describe('a person', () => {
  it('may ask in spite of a pause, and an answer ends it', async () => {
    world = await openCallerWorld();
    refuse(429, { 'retry-after': '3600' });
    await postponedOf(patient(2_000));
    world.server.answer((_request, response) => sendJson(response, '1'));
    const probing = world.session({ probes: true });
    expect((await probing.json(call())).body).toBe(1);
    expect((await patient(2_000)).body).toBe(1);
    expect((await world.ledger.look('connection-1')).closedForMs).toBe(0);
  });

  it('hears at once where the pause still holds', async () => {
    world = await openCallerWorld();
    refuse(429, { 'retry-after': '3600' });
    await postponedOf(patient(2_000));
    const probing = world.session({ probes: true });
    await expect(postponedOf(probing.json(call()))).resolves.toMatchObject({ code: 'provider.rate_limited' });
    expect(world.server.calls).toBe(2);
  });

  it('may lift a pause, and calls go on in every process', async () => {
    world = await openCallerWorld();
    refuse(503, { 'retry-after': '3600' });
    await postponedOf(patient(2_000));
    world.server.answer((_request, response) => sendJson(response, '1'));
    await world.ledger.open('connection-1');
    expect((await patient(2_000)).body).toBe(1);
  });
});

describe('a single 401', () => {
  it('is asked about a second later, and forgotten if it was a slip', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, nth) =>
      nth === 2 ? response.writeHead(401).end() : sendJson(response, '1'),
    );
    await patient(2_000);
    expect((await patient(2_000)).body).toBe(1);
    expect(world.waits).toEqual([1_000]);
    expect(world.failedTries).toEqual(['1: provider.unauthorized']);
  });

  it('that is followed by another one stops the call', async () => {
    world = await openCallerWorld();
    refuse(401);
    await expect(patient(2_000)).rejects.toMatchObject({ code: 'provider.unauthorized' });
    expect(world.server.calls).toBe(2);
  });

  it('is no rule for 403, which may be about the one thing that was asked for', async () => {
    world = await openCallerWorld();
    refuse(403);
    await expect(patient(2_000)).rejects.toMatchObject({ code: 'provider.unauthorized' });
    expect(world.server.calls).toBe(1);
  });
});
