import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallPostponed, TokenGrant } from '@evenkeel/domain';
import { openCallerWorld, type CallerWorld } from '../testing/caller-world.js';
import { sendJson } from '../testing/scripted-server.js';

const once = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
let world: CallerWorld;
/** A strict provider: it takes the refresh token that it gave last, and each once. */
let latest: string;
let refreshes: string[] = [];
let bearers: unknown[] = [];
/** How a refresh is answered that was taken: the new refresh token is `latest` then. */
let give: (response: ServerResponse) => unknown;

const formOf = async (request: IncomingMessage) => {
  let text = '';
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
};

beforeEach(async () => {
  world = await openCallerWorld({ retry: once, callTimeoutMs: 10_000 });
  [latest, refreshes, bearers] = ['refresh-0', [], []];
  world.server.answer((request, response) => {
    if (request.url !== '/token') {
      bearers.push(request.headers.authorization);
      return sendJson(response, '[]');
    }
    void formOf(request).then((form) => {
      const sent = form.get('refresh_token') ?? '';
      refreshes.push(sent);
      if (sent !== latest) return response.writeHead(400).end('{"error":"invalid_grant"}');
      latest = `refresh-${refreshes.length}`;
      return give(response);
    });
  });
});
afterEach(() => world.close());

function call(change: Partial<TokenGrant> = {}): Promise<unknown> {
  const token: TokenGrant = {
    ...{ kind: 'refresh_token', tokenUrl: `${world.server.url}/token`, clientAuth: 'body' },
    ...{ clientId: 'evenkeel', clientSecret: 'yourself', refreshToken: 'refresh-0', parameters: {} },
    ...change,
  };
  return world.caller.json({ method: 'GET', url: `${world.server.url}/things`, token });
}
const failing = (change?: Partial<TokenGrant>) => call(change).catch((error: unknown) => error);
const send =
  (text: string, type = 'application/json') =>
  (response: ServerResponse) =>
    response.writeHead(200, { 'content-type': type }).end(text);

it.each(['application/x-www-form-urlencoded', 'text/plain; charset=utf-8', 'application/json'])(
  'a token that comes as a form is used, labelled %s, and its refresh token the next time',
  async (type) => {
    give = (response) =>
      send(
        `access_token=T${refreshes.length}&expires_in=3600&refresh_token=${latest}&token_type=bearer`,
        type,
      )(response);
    await call();
    world.clock.aheadMs += 3_700_000;
    await call();
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
    expect(bearers).toEqual(['Bearer T1', 'Bearer T2']);
  },
);

describe('a new refresh token is kept, whatever else is wrong:', () => {
  const odd: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    'no access token': (response) => send(JSON.stringify({ refresh_token: latest }))(response),
    'a token of another type': (response) =>
      send(JSON.stringify({ access_token: 'a', token_type: 'mac', refresh_token: latest }))(response),
    'a token that no header may hold': (response) =>
      send(JSON.stringify({ access_token: 'a\nb', refresh_token: latest }))(response),
    'an error beside it': (response) =>
      send(JSON.stringify({ error: 'half_done', refresh_token: latest }))(response),
    'a form without an access token': (response) => send(`refresh_token=${latest}`, 'text/html')(response),
    'JSON that is broken behind it': (response) =>
      send(`{"refresh_token":"${latest}","access_token":"a",}`)(response),
    'an answer that is cut off behind it': (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 });
      response.write(`{"refresh_token":"${latest}","access_token":"a`, () => response.destroy());
    },
    'an answer whose end never comes': (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(`{"refresh_token":"${latest}","access_token":"a`);
    },
  };

  it.each(Object.entries(odd))('%s', async (_, answer) => {
    give = answer;
    const error = await failing();
    expect(error).toBeInstanceOf(Error);
    expect(`${(error as Error).message} ${JSON.stringify(world.log.lines)}`).not.toMatch(/refresh-1|"a"/);
    give = (response) => send(JSON.stringify({ access_token: 'good', refresh_token: latest }))(response);
    await call();
    expect(refreshes).toEqual(['refresh-0', 'refresh-1']);
    expect(bearers).toEqual(['Bearer good']);
  });
});

it.each<[number, string, string]>([
  [
    200,
    '{"error":"bad_refresh_token","error_description":"It was revoked on Monday"}',
    'bad_refresh_token: It was revoked on Monday',
  ],
  [
    200,
    'error=bad_verification_code&error_description=The+code+is+wrong',
    'bad_verification_code: The code is wrong',
  ],
  [400, '{"code":12,"message":"Refresh token is gone"}', 'Refresh token is gone'],
  [403, '{"errors":[{"code":"REVOKED","message":"by its owner"}]}', 'REVOKED: by its owner'],
])('an answer %i %s refuses the permission, and is quoted', async (status, body, words) => {
  give = (response) => response.writeHead(status).end(body);
  const error = (await failing()) as Error;
  expect(error).toMatchObject({ code: 'provider.grant_refused', errorClass: 'auth', status });
  expect(error.message).toContain(`/token answered ${status}: ${words}`);
});

it('what a refusal repeats of the secrets is not quoted, nor a token that stands beside it', async () => {
  give = (response) =>
    send('{"error":"not yourself","error_description":"refresh-0 of yourself","access_token":"fresh-token"}')(
      response,
    );
  const { message } = (await failing()) as Error;
  expect(message).toMatch(/: not \*\*\*: \*\*\* of \*\*\*$/);
});

it('a refusal that only the settings can describe is one', async () => {
  give = (response) => send('{"result":{"success":0}}')(response);
  expect(await failing()).toMatchObject({ code: 'provider.unexpected_shape' });
  latest = 'refresh-0';
  const refusals = [{ bodyPath: 'result.success', equals: 0 }];
  expect(await failing({ refusals })).toMatchObject({ code: 'provider.grant_refused' });
});

it('a token endpoint that asks to slow down is left alone for as long, and nothing is refused', async () => {
  give = (response) => {
    latest = 'refresh-0';
    return response.writeHead(400, { 'retry-after': '7' }).end('{"error":"slow_down"}');
  };
  const postponed = (await failing()) as CallPostponed;
  expect(postponed).toMatchObject({ code: 'provider.rate_limited', errorClass: 'rate_limit' });
  expect(Math.round((postponed.waitMs ?? 0) / 100)).toBe(70);
  give = send('{"access_token":"a"}');
  world.clock.aheadMs += 8_000;
  await call();
  expect(refreshes).toEqual(['refresh-0', 'refresh-0']);
});

it('a page instead of a token is told as a page', async () => {
  give = send('<html><title>Log in</title></html>', 'text/html');
  expect(await failing()).toMatchObject({
    code: 'provider.unexpected_content',
    message: expect.stringContaining('titled "Log in"') as string,
  });
});

it('a token goes where the settings say, and is in no message', async () => {
  give = (response) => send(JSON.stringify({ access_token: 'open-sesame', token_type: 'special' }))(response);
  const asked: unknown[] = [];
  const sentAs = { headers: { 'X-Access-Token': 'Zoho {token}' }, query: { t: '{token}' } };
  const scripted = world.server;
  await call({ sentAs }).catch((error: unknown) => asked.push(error));
  expect(asked).toEqual([]);
  expect(bearers).toEqual([undefined]);
  scripted.answer((request, response) => {
    asked.push(request.headers['x-access-token'], request.url);
    response.writeHead(400).end(`{"message":"open-sesame is unknown"}`);
  });
  const error = (await failing({ sentAs })) as Error;
  expect(asked).toEqual(['Zoho open-sesame', '/things?t=open-sesame']);
  expect(error.message).toMatch(/things answered 400: \{"message":"\*\*\* is unknown"\}$/);
});
