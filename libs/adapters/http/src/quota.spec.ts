import { eventually, RealTimers } from '@evenkeel/conformance';
import { NO_TRIES, type Pause, type Quota } from '@evenkeel/domain';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

let world: CallerWorld;
afterEach(() => world.close());

const get = (path = '/things') => world.caller.json({ method: 'GET', url: world.server.url + path });
const many = (calls: number) => Promise.all(Array.from({ length: calls }, () => get()));
const quotaOf = (changes: Partial<Quota>): Quota => ({
  rate: null,
  concurrency: null,
  reservedShare: 0,
  ...changes,
});

describe('without a quota', () => {
  it('asks for no lease, and looks up once a second whether others were told to wait', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => sendJson(response, '1'));
    await many(20);
    const began = performance.now();
    await many(20);
    expect(world.ledger.leases).toBe(0);
    expect(world.ledger.looks).toBeGreaterThanOrEqual(1);
    expect(world.ledger.looks).toBeLessThanOrEqual(1 + Math.floor((performance.now() - began) / 1000));
    expect(world.meter.values.has('provider_quota_wait_seconds{bulk}')).toBe(false);
  });

  it('stays away as long as another process was told to', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => sendJson(response, '1'));
    await world.ledger.close('connection-1', { waitMs: 9_000 });
    await get();
    expect(world.waits.map((ms) => Math.round(ms / 100))).toEqual([90]);
  });

  it('tells the others that it was told to wait', async () => {
    world = await openCallerWorld();
    let told: Pause | undefined;
    world.server.answer((_request, response, call) => {
      if (call === 1) response.writeHead(429, { 'retry-after': '7' }).end();
      else {
        sendJson(response, '1');
      }
    });
    const close = world.ledger.close.bind(world.ledger);
    world.ledger.close = (id, pause) => {
      told = pause;
      return close(id, pause);
    };
    await get();
    expect(told).toMatchObject({ waitMs: 7_000, why: { code: 'provider.rate_limited' } });
    expect(told?.why?.message).toMatch(
      /^127\.0\.0\.1:\d+ asked us \(429, Retry-After\) not to call before .*Z$/,
    );
  });

  it('does not take for over what it was told after it had asked whether others were', async () => {
    world = await openCallerWorld();
    const { ledger, server } = world;
    const impatient = world.session({ patience: { mayWait: async () => false, tries: NO_TRIES } });
    const ask = () => impatient.json({ method: 'GET', url: server.url });
    server.answer((_request, response, call) => {
      if (call === 2) response.writeHead(429, { 'retry-after': '700' }).end();
      else sendJson(response, '1');
    });
    await ask();
    const [look, close] = [ledger.look.bind(ledger), ledger.close.bind(ledger)];
    let seen!: () => void;
    const isSeen = new Promise<void>((resolve) => (seen = resolve));
    let closed: Promise<void> | undefined;
    ledger.close = (id, pause) => (closed = isSeen.then(() => close(id, pause)));
    ledger.look = async (id) => {
      const before = await look(id);
      seen();
      await closed;
      await new Promise(setImmediate);
      return before;
    };
    await expect(ask()).rejects.toMatchObject({ code: 'provider.rate_limited' });
    expect(server.calls).toBe(2);
  });

  it('waits for a limit that the headers say is used up, before the provider has to refuse', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      const remaining = String(Math.max(0, 2 - call));
      sendJson(response, '1', {
        'ratelimit-limit': '2',
        'ratelimit-remaining': remaining,
        'ratelimit-reset': '30',
      });
    });
    for (let call = 0; call < 3; call += 1) await get();
    expect(world.waits.map((ms) => Math.round(ms / 1000))).toEqual([30]);
    const use = await world.ledger.describe('connection-1', null);
    expect(use.learnt).toMatchObject({ limit: 2, remaining: 0 });
  });
});

describe('with a quota', () => {
  it('makes no more calls in any window than it allows, and tells how long they waited', async () => {
    const quota = quotaOf({ rate: { calls: 5, perSeconds: 1 } });
    world = await openCallerWorld({}, new RealTimers(), quota);
    const arrivals: number[] = [];
    world.server.answer((_request, response) => {
      arrivals.push(performance.now());
      sendJson(response, '1');
    });
    await many(12);
    for (let last = 5; last < arrivals.length; last += 1) {
      expect(arrivals[last]! - arrivals[last - 5]!).toBeGreaterThanOrEqual(1_000);
    }
    expect(world.meter.values.get('provider_quota_wait_seconds{bulk}')).toBeGreaterThan(2);
  });

  it('leases calls that wait together in one request', async () => {
    const quota = quotaOf({ rate: { calls: 1_000, perSeconds: 1 } });
    world = await openCallerWorld({}, new RealTimers(), quota);
    world.server.answer((_request, response) => sendJson(response, '1'));
    await many(100);
    expect(world.ledger.leases).toBeLessThan(10);
  });

  it('has no more calls under way than it allows', async () => {
    world = await openCallerWorld({}, new RealTimers(), quotaOf({ concurrency: 3 }));
    let [underWay, most] = [0, 0];
    world.server.answer((_request, response) => {
      most = Math.max(most, (underWay += 1));
      setTimeout(() => {
        underWay -= 1;
        sendJson(response, '1');
      }, 10);
    });
    await many(20);
    expect(most).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const use = await world.ledger.describe('connection-1', quotaOf({ concurrency: 3 }));
    expect(use.concurrency?.underWay).toEqual({ bulk: 0, reserved: 0 });
  });

  it('asks once for calls that follow each other, and tells soon that none is under way', async () => {
    const quota = quotaOf({ concurrency: 2 });
    world = await openCallerWorld({}, new RealTimers(), quota);
    world.server.answer((_request, response) => sendJson(response, '1'));
    const began = performance.now();
    for (let nth = 0; nth < 30; nth += 1) await get();
    // On a busy machine calls may be 20 ms apart (a timer may be early by one): then the place is told to be free, and asked for again.
    const pauses = Math.floor((performance.now() - began) / 19);
    expect(world.ledger.leases).toBeLessThanOrEqual(1 + 2 * pauses);
    const underWay = async () => (await world.ledger.describe('connection-1', quota)).concurrency?.underWay;
    await eventually('the ledger knows', async () => (await underWay())?.bulk === 0);
  });

  it('asks for each call where the provider says how many are left', async () => {
    world = await openCallerWorld({}, new RealTimers(), quotaOf({ concurrency: 2 }));
    let left = 100;
    world.server.answer((_request, response) => {
      response.setHeader('x-ratelimit-limit', '100').setHeader('x-ratelimit-reset', '60');
      sendJson(response.setHeader('x-ratelimit-remaining', String((left -= 1))), '1');
    });
    for (let nth = 0; nth < 10; nth += 1) await get();
    expect(world.ledger.leases).toBeGreaterThanOrEqual(10);
  });

  it('ends the wait for it at once when its signal is aborted', async () => {
    const quota = quotaOf({ rate: { calls: 1, perSeconds: 600 } });
    world = await openCallerWorld({}, new RealTimers(), quota);
    world.server.answer((_request, response) => sendJson(response, '1'));
    await get();
    const second = get();
    setTimeout(() => {
      world.abort(new Error('cancelled'));
    }, 20);
    await expect(second).rejects.toThrow('cancelled');
    expect(world.server.calls).toBe(1);
  });

  it('goes on when the ledger could not be asked for a while', async () => {
    world = await openCallerWorld({}, undefined, quotaOf({ concurrency: 1 }));
    world.server.answer((_request, response) => sendJson(response, '1'));
    const lease = world.ledger.lease.bind(world.ledger);
    let failures = 0;
    world.ledger.lease = (id, request) =>
      failures++ < 3 ? Promise.reject(new Error('away')) : lease(id, request);
    expect((await get()).body).toBe(1);
    expect(world.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(3);
  });
});

describe('a breaker that another process opened', () => {
  it('is open here too, and closed here once the other one closed it', async () => {
    const retry = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
    world = await openCallerWorld({ retry });
    world.server.answer((_request, response) => sendJson(response, '1'));
    await world.board.trip('connection-1', 5_000);
    await expect(get()).rejects.toMatchObject({ code: 'provider.breaker_open' });
    expect(world.server.calls).toBe(0);
    expect(world.meter.values.get('provider_breaker_state{crm}')).toBe(2);
  });

  it('lets one call through as the probe, and the others wait for how it goes', async () => {
    world = await openCallerWorld({}, new RealTimers());
    await world.board.trip('connection-1', 0);
    let [underWay, most, isProbe] = [0, 0, true];
    world.server.answer((_request, response) => {
      underWay += 1;
      if (isProbe) most = Math.max(most, underWay);
      setTimeout(() => {
        isProbe = false;
        underWay -= 1;
        sendJson(response, '1');
      }, 100);
    });
    await many(5);
    expect(most).toBe(1);
    expect(world.server.calls).toBe(5);
    expect(await world.board.look('connection-1')).toEqual({ state: 'closed', untilProbeMs: 0 });
  });

  it('stays open when the probe fails', async () => {
    const retry = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
    world = await openCallerWorld({ retry });
    world.server.answer((_request, response) => response.writeHead(500).end());
    await world.board.trip('connection-1', 0);
    await expect(get()).rejects.toMatchObject({ code: 'provider.server_error' });
    await expect(get()).rejects.toMatchObject({ code: 'provider.breaker_open' });
    expect(world.server.calls).toBe(1);
    expect((await world.board.look('connection-1')).state).toBe('open');
  });
});

it('probes by itself when the board cannot be asked', async () => {
  world = await openCallerWorld();
  world.server.answer((_request, response) => sendJson(response, '1'));
  await world.board.trip('connection-1', 0);
  world.board.takeProbe = () => Promise.reject(new Error('away'));
  expect((await get()).body).toBe(1);
});
