import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoginCall, TokenGrant } from '@evenkeel/domain';
import { ENDLESS_PATIENCE, openCallerWorld, type CallerWorld } from '../testing/caller-world.js';
import { sendJson } from '../testing/scripted-server.js';

let world: CallerWorld;
let logins = 0;
/** Calls for data, by the session they came with. */
let came: unknown[] = [];
/** The session that the site knows; undefined: none. */
let known: string | undefined;
let loginAnswer: (response: ServerResponse) => unknown;
let strangerAnswer: (response: ServerResponse, request: IncomingMessage) => unknown;

beforeEach(async () => {
  world = await openCallerWorld();
  [logins, came, known] = [0, [], undefined];
  loginAnswer = (response) => {
    known = `session-${logins}`;
    sendJson(response, JSON.stringify({ token: known }));
  };
  strangerAnswer = (response) => response.writeHead(401).end();
  world.server.answer((request, response) => {
    if (request.url === '/login') {
      logins += 1;
      return loginAnswer(response);
    }
    came.push(request.headers['x-session']);
    if (known !== undefined && request.headers['x-session'] === known) return sendJson(response, '[]');
    return strangerAnswer(response, request);
  });
});
afterEach(() => world.close());

const LOGIN: LoginCall = {
  method: 'POST',
  headers: {},
  body: 'password=open-sesame',
  takes: { token: { path: 'token' } },
};
function call(login: Partial<LoginCall> = {}, caller = world.caller): Promise<unknown> {
  const token: TokenGrant = {
    ...{ kind: 'login', tokenUrl: `${world.server.url}/login`, login: { ...LOGIN, ...login } },
    ...{ clientId: '', clientSecret: '', clientAuth: 'body', refreshToken: '', parameters: {} },
    sentAs: { headers: { 'X-Session': '{token}' }, query: {} },
  };
  return caller.json({ method: 'GET', url: `${world.server.url}/things`, token });
}

it('many calls open one session, and one more when it has ended, of all sessions of the connection', async () => {
  const callers = [1, 2, 3].map(() => world.session({ patience: ENDLESS_PATIENCE }));
  const callAll = () => Promise.all(callers.flatMap((caller) => [1, 2, 3].map(() => call({}, caller))));
  await callAll();
  expect([logins, new Set(came)]).toEqual([1, new Set(['session-1'])]);
  known = undefined;
  await callAll();
  expect([logins, came.at(-1)]).toEqual([2, 'session-2']);
});

const ENDS: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  'with 403': (response) => response.writeHead(403).end(),
  'with a redirect in circles': (response) => response.writeHead(302, { location: '/things' }).end(),
  'with a redirect to another host': (response) =>
    response.writeHead(302, { location: 'https://sso.test/' }).end(),
  'with a page in HTML': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Log in</title></html>'),
};

it.each(Object.entries(ENDS))('a session that ends %s is opened anew, once', async (_, ended) => {
  strangerAnswer = ended;
  await call();
  known = undefined;
  await call();
  expect(logins).toBe(2);
  // A site that says so of each session is told, and not logged into again and again.
  loginAnswer = (response) => sendJson(response, '{"token":"never-known"}');
  known = undefined;
  await expect(call()).rejects.toMatchObject({ name: 'SyncError' });
  expect(logins).toBe(3);
});

it('a session is used until it is refused where the login does not tell how long it is good', async () => {
  await call();
  world.clock.aheadMs += 1e9;
  await call();
  expect(logins).toBe(1);
});

it('a session is left before its end where the login tells it', async () => {
  loginAnswer = (response) => {
    known = `session-${logins}`;
    sendJson(response, JSON.stringify({ token: known, ttl: '600' }));
  };
  await call({ lifetime: { path: 'ttl' } });
  world.clock.aheadMs += 601_000;
  await call({ lifetime: { path: 'ttl' } });
  expect(logins).toBe(2);
});

it.each<[string, number, string, RegExp]>([
  [
    'an error as a success',
    200,
    '{"error":"bad password open-sesame"}',
    /answered 200: bad password \*\*\*$/,
  ],
  [
    'no token where it should be',
    200,
    '{"ok":false,"message":"open-sesame is wrong"}',
    /answered 200 without anything at token: \*\*\* is wrong\. It was refused, or has it elsewhere$/,
  ],
  ['a page in HTML', 200, '<html>Try again</html>', /without anything at token\. It was refused/],
  ['a token that no header may hold', 200, '{"token":"a\\nb"}', /without anything at token/],
  ['a status', 401, '', /answered 401$/],
])(
  'a login that is refused by %s stops the connection, without a second try',
  async (_, status, body, message) => {
    loginAnswer = (response) => response.writeHead(status).end(body);
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'provider.unauthorized', errorClass: 'auth' });
    expect((error as Error).message).toMatch(message);
    expect([logins, came]).toEqual([1, []]);
  },
);

it('a site that is down is no refusal: the login is tried again', async () => {
  loginAnswer = (response) => {
    if (logins < 3) return response.writeHead(503).end();
    known = 'session-3';
    return sendJson(response, '{"token":"session-3"}');
  };
  await call();
  expect([logins, came]).toEqual([3, ['session-3']]);
});

it('cookies that a site sets while it redirects go with the next hops, and end its circles', async () => {
  const cookies: unknown[] = [];
  world.server.answer((request, response) => {
    cookies.push(request.headers.cookie);
    if (request.headers.cookie?.includes('seen=yes') === true) return sendJson(response, '[]');
    const set = cookies.length === 1 ? ['step=1; Path=/', 'own=new'] : ['seen=yes', 'step=; Max-Age=0'];
    return response.writeHead(302, { location: '/things', 'set-cookie': set }).end();
  });
  const { url } = world.server;
  await world.caller.json({ method: 'GET', url: `${url}/things`, headers: { cookie: 'own=old; k=v' } });
  expect(cookies).toEqual(['own=old; k=v', 'own=new; k=v; step=1', 'own=new; k=v; seen=yes']);
});

it('a site that only redirects is a circle, whatever it sets', async () => {
  let hops = 0;
  world.server.answer((_, response) => {
    hops += 1;
    response.writeHead(302, { location: '/things', 'set-cookie': [`n=${hops}`] }).end();
  });
  const calling = world.caller.json({ method: 'GET', url: `${world.server.url}/things` });
  await expect(calling).rejects.toMatchObject({ code: 'provider.led_nowhere' });
  expect(hops).toBeLessThanOrEqual(7);
});
