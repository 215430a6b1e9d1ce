import { setTimeout as delay } from 'node:timers/promises';
import { eventually, RealTimers } from '@evenkeel/conformance';
import { SyncError } from '@evenkeel/domain';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

let world: CallerWorld;
afterEach(() => world.close());

const get = (path = '/things') => world.caller.json({ method: 'GET', url: world.server.url + path });

describe('trying again', () => {
  it('goes on after a server error, 1 s and then 2 s later', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      if (call < 3) response.writeHead(503).end();
      else sendJson(response, '{"ok":true}');
    });
    expect((await get()).body).toEqual({ ok: true });
    expect(world.waits).toEqual([1000, 2000]);
  });

  it('tells of each attempt that another one follows', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => response.writeHead(503).end());
    await expect(get()).rejects.toMatchObject({ code: 'provider.server_error' });
    expect(world.failedTries).toEqual(['1: provider.server_error', '2: provider.server_error']);
  });

  it('gives up after the third attempt with the error of the last one', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => response.writeHead(500).end('{"error":"out of cheese"}'));
    await expect(get()).rejects.toMatchObject({
      code: 'provider.server_error',
      status: 500,
      message: expect.stringContaining('out of cheese') as string,
    });
    expect(world.server.calls).toBe(3);
  });

  it('does not repeat what the provider refused', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => response.writeHead(400).end());
    await expect(get()).rejects.toMatchObject({ code: 'provider.bad_request', errorClass: 'config' });
    expect(world.server.calls).toBe(1);
  });

  it('waits out any number of rate limits without counting them as attempts', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      if (call <= 5) response.writeHead(429, { 'retry-after': '7' }).end();
      else sendJson(response, '[]');
    });
    expect((await get()).body).toEqual([]);
    expect(world.waits.map((ms) => Math.round(ms / 100))).toEqual([70, 70, 70, 70, 70]);
  });

  it('backs off from a provider that keeps asking for no wait at all', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      if (call <= 3) response.writeHead(429, { 'retry-after': '0' }).end();
      else sendJson(response, '[]');
    });
    await get();
    expect(world.waits.map((ms) => Math.round(ms / 100))).toEqual([10, 20, 40]);
  });

  it('keeps the other calls of the connection away as long as one was told to wait', async () => {
    world = await openCallerWorld();
    let limited = false;
    world.server.answer((request, response) => {
      if (request.url === '/limited' && !limited) {
        limited = true;
        response.writeHead(429, { 'retry-after': '20' }).end();
      } else sendJson(response, '1');
    });
    const first = get('/limited');
    while (!limited) await new Promise(setImmediate);
    await Promise.all([first, get('/other')]);
    expect(world.waits.length).toBeGreaterThanOrEqual(1);
    expect(Math.max(...world.waits)).toBeGreaterThan(19_000);
  });

  it('takes the 403 of a used-up quota for a rate limit', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      const reset = String(Math.floor(Date.now() / 1000) + 60);
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
      if (call === 1) response.writeHead(403, headers).end();
      else sendJson(response, '1');
    });
    await get();
    expect(world.waits[0]).toBeGreaterThan(50_000);
  });

  it('lets the connector read an answer first', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => {
      sendJson(response, '{"ok":false,"error":"invalid_auth"}');
    });
    const call = world.caller.json({
      method: 'GET',
      url: world.server.url,
      classify: (_status, body) =>
        (body as { ok?: boolean }).ok === false ? 'provider.unauthorized' : undefined,
    });
    await expect(call).rejects.toMatchObject({ code: 'provider.unauthorized', status: 200 });
  });
});

describe('the retry budget', () => {
  const retry = { maxAttempts: 10, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
  const never = { failurePercent: 101, minimumCalls: 1_000, windowMs: 60_000, halfOpenAfterMs: 1 };

  it('lets a call that fails be, once too many of all calls are retries', async () => {
    world = await openCallerWorld({ retry, breaker: never });
    world.server.answer((_request, response) => response.writeHead(503).end('down'));
    const codes: unknown[] = [];
    for (let call = 0; call < 20; call += 1) {
      codes.push(await get().catch((error: unknown) => (error as SyncError).code));
    }
    expect(new Set(codes.slice(0, 5))).toEqual(new Set(['provider.server_error']));
    expect(new Set(codes.slice(-5))).toEqual(new Set(['provider.retry_budget_spent']));
    // 20 calls, the 50 retries of the burst, and a share of 20.
    expect(world.server.calls).toBeGreaterThanOrEqual(70);
    expect(world.server.calls).toBeLessThanOrEqual(75);
    expect(world.meter.values.get('provider_retries_total{crm,over_budget}')).toBeGreaterThan(10);
    await expect(get()).rejects.toMatchObject({
      errorClass: 'transient',
      message: expect.stringMatching(/answered 503: down/) as string,
    });
  });

  it('is not touched by rate limits, which are no failures', async () => {
    world = await openCallerWorld({ retry });
    world.server.answer((_request, response, call) => {
      if (call <= 80) response.writeHead(429).end();
      else sendJson(response, '1');
    });
    await get();
    expect(world.meter.values.has('provider_retries_total{crm,made}')).toBe(false);
  });
});

describe('the breaker', () => {
  const failing = async (times: number) => {
    for (let time = 0; time < times; time += 1) await get().catch(() => undefined);
  };

  it('opens after ten calls of which half failed, and then makes no call', async () => {
    world = await openCallerWorld({
      retry: { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 },
    });
    world.server.answer((_request, response, call) => {
      if (call % 2 === 0) response.writeHead(500).end();
      else sendJson(response, '1');
    });
    await failing(10);
    expect(world.server.calls).toBe(10);
    await expect(get()).rejects.toMatchObject({ code: 'provider.breaker_open', errorClass: 'transient' });
    expect(world.server.calls).toBe(10);
    expect(world.meter.values.get('provider_breaker_state{crm}')).toBe(2);
  });

  it('stays closed as long as refusals and rate limits are all there is', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      response.writeHead(call % 2 === 0 ? 429 : 404).end();
    });
    await failing(15);
    expect(world.meter.values.get('provider_breaker_state{crm}')).toBe(0);
  });

  it('lets a probe through after a while and closes when it succeeds', async () => {
    world = await openCallerWorld(
      {
        retry: { maxAttempts: 2, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 },
        breaker: { failurePercent: 50, minimumCalls: 10, windowMs: 60_000, halfOpenAfterMs: 100 },
      },
      new RealTimers(),
    );
    let well = false;
    world.server.answer((_request, response) => {
      if (well) sendJson(response, '"well"');
      else response.writeHead(500).end();
    });
    await failing(5);
    well = true;
    expect((await get()).body).toBe('well');
    expect(world.meter.values.get('provider_breaker_state{crm}')).toBe(0);
  });
});

describe('a call that waits', () => {
  const waitsFor = async (what: string) => {
    const call = get().catch(() => undefined);
    await eventually(`it waits for the ${what}`, async () => world.waitingFor.has(what));
    await delay(20);
    expect([...world.waitingFor]).toEqual([what]);
    world.abort(new Error('cancelled'));
    await call;
    expect([...world.waitingFor]).toEqual([]);
  };

  it('tells that it waits for the quota while the provider wants nobody', async () => {
    world = await openCallerWorld({}, new RealTimers());
    world.server.answer((_request, response) => response.writeHead(429, { 'retry-after': '60' }).end());
    await waitsFor('quota');
  });

  it('tells that it waits for the breaker while that is open', async () => {
    world = await openCallerWorld({}, new RealTimers());
    await world.board.trip('connection-1', 30_000);
    await waitsFor('breaker');
  });

  it('tells nothing once it is made', async () => {
    world = await openCallerWorld();
    let told: readonly string[] | undefined;
    world.server.answer((_request, response) => {
      told = [...world.waitingFor];
      sendJson(response, '"well"');
    });
    await get();
    expect(told).toEqual([]);
  });
});

describe('ending a call', () => {
  it('closes the socket when the call timeout has passed', async () => {
    const retry = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
    world = await openCallerWorld({ callTimeoutMs: 50, retry });
    const closed = new Promise((resolve) => {
      world.server.answer((request) => request.on('close', resolve));
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.timeout' });
    await closed;
  });

  it('closes the socket when the timeout passes in the middle of a body', async () => {
    const retry = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
    world = await openCallerWorld({ callTimeoutMs: 50, retry });
    world.server.answer((_request, response) => response.writeHead(200).write('[1,'));
    await expect(get()).rejects.toMatchObject({ code: 'provider.timeout' });
  });

  it('ends a call under way at once when its signal is aborted', async () => {
    world = await openCallerWorld();
    const reason = new Error('cancelled');
    world.server.answer(() => {
      world.abort(reason);
    });
    await expect(get()).rejects.toBe(reason);
  });

  it('makes no call once its signal is aborted', async () => {
    world = await openCallerWorld();
    world.abort(new Error('cancelled'));
    await expect(get()).rejects.toThrow('cancelled');
    expect(world.server.calls).toBe(0);
  });

  it('ends a wait at once when its signal is aborted', async () => {
    world = await openCallerWorld({}, new RealTimers());
    world.server.answer((_request, response) => {
      response.writeHead(429, { 'retry-after': '60' }).end();
      setTimeout(() => {
        world.abort(new Error('cancelled'));
      }, 20);
    });
    const begun = performance.now();
    await expect(get()).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe('what is told about calls', () => {
  it('counts every attempt by its result', async () => {
    world = await openCallerWorld();
    world.server.answer((_request, response, call) => {
      if (call === 1) response.writeHead(500).end();
      else sendJson(response, '1', { date: 'Sat, 21 Nov 2026 10:00:00 GMT' });
    });
    expect((await get()).providerTime).toEqual(new Date('2026-11-21T10:00:00Z'));
    expect(world.meter.values.get('provider_calls_total{crm,provider.server_error}')).toBe(1);
    expect(world.meter.values.get('provider_calls_total{crm,ok}')).toBe(1);
    expect(world.meter.values.has('provider_call_seconds')).toBe(true);
  });

  it('shows no credential in an error or in the log, even if the provider quotes it', async () => {
    world = await openCallerWorld();
    world.server.answer((request, response, call) => {
      response
        .writeHead(call === 1 ? 500 : 403)
        .end(`bad key ${String(request.headers['x-api-key'])} ${request.url ?? ''}`);
    });
    const call = world.caller.json({
      method: 'GET',
      url: `${world.server.url}/things?api_key=hunter2hunter2`,
      headers: { 'x-api-key': 's3cr3t-value', authorization: 'Bearer tok-tok-tok' },
    });
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SyncError);
    const told = JSON.stringify([(error as SyncError).message, world.log.lines]);
    expect(told).toContain('bad key ***');
    expect(told).not.toMatch(/hunter2|s3cr3t|tok-tok/);
  });

  it('names a host that does not exist', async () => {
    world = await openCallerWorld();
    world.origins.push('http://nobody.invalid');
    const call = world.caller.json({ method: 'GET', url: 'http://nobody.invalid/things?key=abcdefgh' });
    await expect(call).rejects.toMatchObject({
      code: 'provider.unreachable',
      message: expect.stringMatching(
        /^http:\/\/nobody\.invalid\/things could not be reached: [^?]+$/,
      ) as string,
    });
  });

  it('calls a refused connection unreachable', async () => {
    world = await openCallerWorld();
    world.origins.push('http://127.0.0.1:1');
    const call = world.caller.json({ method: 'GET', url: 'http://127.0.0.1:1/things' });
    await expect(call).rejects.toMatchObject({ code: 'provider.unreachable', errorClass: 'transient' });
  });
});
