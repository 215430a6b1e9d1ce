import type { ServerResponse } from 'node:http';
import type { TokenGrant } from '@evenkeel/domain';
import type { HttpLimits } from '../http-limits.js';
import { openCallerWorld, type CallerWorld } from '../testing/caller-world.js';
import { sendJson } from '../testing/scripted-server.js';

const HOUR_SECONDS = 3_600;
const MINUTE_MS = 60_000;

let world: CallerWorld;
/** What each call for records bore, and how many calls for a token there were. */
let bearers: unknown[] = [];
let asked = 0;
/** How a call for a token is answered. */
let tokenAnswer: (response: ServerResponse) => void;
const giveToken = (response: ServerResponse, expiresIn = HOUR_SECONDS) => {
  sendJson(response, JSON.stringify({ access_token: `token-${asked}`, expires_in: expiresIn }));
};

async function open(limits: Partial<HttpLimits> = {}): Promise<void> {
  world = await openCallerWorld(limits);
  [bearers, asked, tokenAnswer] = [[], 0, giveToken];
  world.server.answer((request, response) => {
    if (request.url === '/token') {
      asked += 1;
      return tokenAnswer(response);
    }
    bearers.push(request.headers.authorization?.replace('Bearer ', ''));
    sendJson(response, '[]');
  });
}
afterEach(() => world.close());

function call(): Promise<unknown> {
  const grant: TokenGrant = {
    ...{ kind: 'client_credentials', tokenUrl: `${world.server.url}/token`, clientAuth: 'body' },
    ...{ clientId: 'evenkeel', clientSecret: 'yourself', refreshToken: '', parameters: { scope: 'read' } },
  };
  return world.caller.json({ method: 'GET', url: `${world.server.url}/things`, token: grant });
}

/** Ends by itself: what never comes is told by what is expected next. */
async function until(reached: () => boolean, step: () => Promise<unknown>): Promise<void> {
  const overMs = performance.now() + 5_000;
  while (!reached() && performance.now() < overMs) await step();
}

it('a token is used until five minutes before its end, and then refreshed without anybody waiting', async () => {
  await open();
  await call();
  world.clock.aheadMs += 54 * MINUTE_MS;
  await call();
  expect([asked, bearers]).toEqual([1, ['token-1', 'token-1']]);
  world.clock.aheadMs += 2 * MINUTE_MS;
  let release: (() => void) | undefined;
  tokenAnswer = (response) => {
    release = () => {
      giveToken(response);
    };
  };
  await call();
  expect(bearers.at(-1)).toBe('token-1');
  await until(
    () => release !== undefined,
    () => new Promise(setImmediate),
  );
  release?.();
  await until(() => bearers.at(-1) === 'token-2', call);
  expect(asked).toBe(2);
});

it('a refresh that fails keeps nobody from calling while the token is good, and stops them once it has ended', async () => {
  await open();
  await call();
  tokenAnswer = (response) => response.writeHead(400).end('{"error":"invalid_grant"}');
  world.clock.aheadMs += 56 * MINUTE_MS;
  await call();
  await until(() => JSON.stringify(world.log.lines).includes('could not be refreshed yet'), call);
  expect([asked, new Set(bearers)]).toEqual([2, new Set(['token-1'])]);
  world.clock.aheadMs += 5 * MINUTE_MS;
  await expect(call()).rejects.toMatchObject({ code: 'provider.grant_refused', errorClass: 'auth' });
});

it('a token without an end is used until it is refused', async () => {
  await open();
  tokenAnswer = (response) => {
    sendJson(response, '{"access_token":"endless"}');
  };
  await call();
  world.clock.aheadMs += 10_000 * MINUTE_MS;
  await call();
  expect([asked, bearers]).toEqual([1, ['endless', 'endless']]);
});

it('a token endpoint that is down for a moment is tried again, one that gives no token is told', async () => {
  await open();
  tokenAnswer = (response) => (asked === 1 ? response.writeHead(503).end() : giveToken(response));
  await call();
  expect([asked, bearers]).toEqual([2, ['token-2']]);
  world.clock.aheadMs += 61 * MINUTE_MS;
  tokenAnswer = (response) => {
    sendJson(response, '{"token":"s3cr3t-value"}');
  };
  const error: unknown = await call().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'provider.unexpected_shape' });
  expect(String(error)).not.toContain('s3cr3t');
});

it('calls for tokens pass the breaker and are counted like all others', async () => {
  await open({ retry: { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 } });
  tokenAnswer = (response) => response.writeHead(500).end();
  for (let time = 0; time < 10; time += 1) await call().catch(() => undefined);
  await expect(call()).rejects.toMatchObject({ code: 'provider.breaker_open' });
  expect([asked, bearers]).toEqual([10, []]);
  const refreshes = 'provider_token_refreshes_total{crm,provider.server_error}';
  expect(world.meter.values.get(refreshes)).toBe(10);
});
