import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { RealTimers } from '@evenkeel/conformance';
import type { HttpCall } from '@evenkeel/ports';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import type { Script } from './testing/scripted-server.js';

let world: CallerWorld;
beforeEach(async () => {
  world = await openCallerWorld({ responseBytes: 1_048_576 });
});
afterEach(() => world.close());

const told = (query: string) => ({ told: `${world.server.url}/rows${query}` });
async function failing(script: Script, call: Partial<HttpCall> = {}): Promise<unknown> {
  world.server.answer(script);
  const url = `${world.server.url}/rows`;
  return world.caller.json({ method: 'GET', url, ...call }).catch((error: unknown) => error);
}
const message = (pattern: RegExp) => ({ message: expect.stringMatching(pattern) as string });
const page =
  (type: string, body: string): Script =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);

const SIGN_IN = '<!doctype html><html><head><title> Sign\n in </title></head><body>name: Ada</body></html>';

it('a page for people is told by its title, and that it claims to be JSON', async () => {
  expect(await failing(page('application/json', SIGN_IN))).toMatchObject({
    code: 'provider.unexpected_content',
    ...message(/rows answered with an HTML page \(titled "Sign in"\), although it says application\/json$/),
  });
  expect(await failing(page('text/html; charset=utf-8', SIGN_IN))).toMatchObject(
    message(/rows answered with an HTML page \(titled "Sign in"\) instead of JSON$/),
  );
});

it('what is neither JSON nor a page is told by its beginning', async () => {
  expect(await failing(page('text/plain', 'upstream is\nresting'))).toMatchObject(
    message(/rows answered with text\/plain instead of JSON: upstream is resting$/),
  );
});

it('a call is told with its query, so that it can be made by hand, and without secrets', async () => {
  const query = '?limit=2&cursor=abc&api_key=hunter2hunter2';
  const error = await failing((_, response) => response.writeHead(404).end(), {
    url: `${world.server.url}/rows${query}&key=s3cr3t`,
    ...told(query),
  });
  expect(error).toMatchObject(message(/\/rows\?limit=2&cursor=abc&api_key=\*\*\* answered 404$/));
});

it('a query that may not be told is not', async () => {
  const url = `${world.server.url}/rows?limit=2&key=s3cr3t`;
  expect(await failing((_, response) => response.writeHead(404).end(), { url })).toMatchObject(
    message(/\/rows answered 404$/),
  );
});

it.each([
  ['file:///nowhere?x=1', /redirects to file:\/\/\/nowhere, which is no http address$/],
  ['http://[', /redirects to no address$/],
])('a redirect to %s leads nowhere', async (location, pattern) => {
  expect(await failing((_, response) => response.writeHead(302, { location }).end())).toMatchObject({
    code: 'provider.led_nowhere',
    ...message(pattern),
  });
});

it('a redirect that does not say where to, and an answer to a question that was not asked, are told', async () => {
  const led = { code: 'provider.led_nowhere', errorClass: 'config' };
  expect(await failing((_, response) => response.writeHead(302).end())).toMatchObject({
    ...led,
    ...message(/rows answered 302 without saying where to$/),
  });
  expect(await failing((_, response) => response.writeHead(304).end())).toMatchObject({
    ...led,
    ...message(/rows answered 304 Not Modified, though nothing conditional was asked \(a cache between\?\)$/),
  });
});

it('a body that is too large is told with how much of it was sent', async () => {
  const large = `"${'x'.repeat(3_000_000)}"`;
  expect(await failing(page('application/json', large))).toMatchObject({
    code: 'provider.body_too_large',
    ...message(/^The body from http.*\/rows is larger than 1 MiB$/),
  });
  const packed: Script = (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large));
  expect(await failing(packed)).toMatchObject(
    message(/\/rows is larger than 1 MiB when unpacked \([\d.]+ kB as sent\)$/),
  );
});

it.each([
  ['http', 'SSH-2.0-OpenSSH_9.9\r\n', /answers, but not in HTTP/],
  ['https', 'HTTP/1.1 400 Bad Request\r\n\r\n', /answers, but not in TLS/],
])('what does not speak %s was reached all the same', async (scheme, greeting, pattern) => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(greeting));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world.origins.push(origin);
  const call = world.caller.json({ method: 'GET', url: `${origin}/rows` });
  await expect(call).rejects.toMatchObject({ code: 'provider.not_http', ...message(pattern) });
  server.close();
});

it('an answer that comes byte by byte is told as one that was not done', async () => {
  await world.close();
  world = await openCallerWorld({ callTimeoutMs: 300, retry: ONCE }, new RealTimers());
  const dripping: Script = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('[1,2');
  };
  expect(await failing(dripping)).toMatchObject({
    code: 'provider.timeout',
    ...message(/\/rows sent 4 B in 0\.3 s and was not done$/),
  });
  expect(await failing(() => undefined)).toMatchObject(message(/\/rows did not answer within 0\.3 s$/));
});

const ONCE = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
