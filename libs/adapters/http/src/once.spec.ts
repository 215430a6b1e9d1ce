import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { ErrorCode, TokenGrant } from '@evenkeel/domain';
import { Timers, type HttpCall } from '@evenkeel/ports';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { sendJson, type Script } from './testing/scripted-server.js';

let world: CallerWorld;
afterEach(() => world.close());

const write = (more: Partial<HttpCall> = {}) =>
  world.caller.json({ method: 'POST', url: `${world.server.url}/things`, body: '{}', once: true, ...more });

const answering =
  (status: number, headers: Record<string, string> = {}, body = '{}'): Script =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const cut: Script = (request) => request.destroy();
const cutBody: Script = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"id":', () => response.destroy());
};

describe('a call that is made once, where it may have been carried out', () => {
  it.each<readonly [string, Script, ErrorCode]>([
    ['a connection that is reset', cut, 'provider.unreachable'],
    ['an error of the server', answering(500), 'provider.server_error'],
    ['a gateway that gave up', answering(504), 'provider.server_error'],
    ['a server that waited for too long', answering(408), 'provider.timeout'],
    ['a body that is cut off', cutBody, 'provider.truncated_body'],
    ['a body that cannot be read', answering(200, {}, '{"id"'), 'provider.malformed_body'],
    [
      'a page for people',
      answering(200, { 'content-type': 'text/html' }, '<html>'),
      'provider.unexpected_content',
    ],
    ['the way to another place', answering(303, { location: '/there' }), 'provider.redirected'],
    [
      'the way to another place, as browsers read it',
      answering(302, { location: '/' }),
      'provider.redirected',
    ],
  ])('is not tried again after %s, and that is told', async (_what, script, code) => {
    world = await openCallerWorld();
    world.server.answer(script);
    await expect(write()).rejects.toMatchObject({ code, isInDoubt: true });
    expect(world.server.calls).toBe(1);
  });

  it('is not tried again after its time is up', async () => {
    world = await openCallerWorld({ callTimeoutMs: 50 });
    world.server.answer(() => undefined);
    await expect(write()).rejects.toMatchObject({ code: 'provider.timeout', isInDoubt: true });
    expect(world.server.calls).toBe(1);
  });
});

describe('a call that is made once, where it was not carried out', () => {
  it.each<readonly [string, number, Record<string, string>]>([
    ['a rate limit', 429, { 'retry-after': '1' }],
    ['a refusal that asks for patience', 403, { 'retry-after': '1' }],
  ])('is made again after %s', async (_what, status, headers) => {
    world = await openCallerWorld();
    world.server.answer((request, response, nth) => {
      if (nth === 1) answering(status, headers)(request, response, nth);
      else sendJson(response, '"done"');
    });
    expect((await write()).body).toBe('done');
    expect(world.server.calls).toBe(2);
  });

  it.each([
    ['a refusal', 422, {}],
    ['a conflict', 409, {}],
    ['what is not offered', 501, {}],
    ['a redirect that keeps the method', 307, { location: '/there' }],
    ['a redirect for good', 308, { location: 'https://elsewhere.example/' }],
  ])('leaves no doubt after %s', async (_what, status, headers) => {
    world = await openCallerWorld();
    world.server.answer(answering(status, headers));
    await expect(write()).rejects.toMatchObject({ status, isInDoubt: false });
  });

  it('is tried again where no connection was made, and leaves no doubt', async () => {
    world = await openCallerWorld();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    closed.close();
    world.origins.push(url);
    await expect(write({ url })).rejects.toMatchObject({ code: 'provider.unreachable', isInDoubt: false });
    expect(world.failedTries).toEqual(['1: provider.unreachable', '2: provider.unreachable']);
  });

  it('leaves no doubt where it may not be made', async () => {
    world = await openCallerWorld();
    const elsewhere = write({ url: 'http://127.0.0.1:9/' });
    await expect(elsewhere).rejects.toMatchObject({ errorClass: 'config', isInDoubt: false });
  });

  it('leaves no doubt where a success is an error, as the settings say', async () => {
    world = await openCallerWorld();
    const classify = () => 'provider.bad_request' as const;
    await expect(write({ classify })).rejects.toMatchObject({ isInDoubt: false });
  });

  it('leaves no doubt where the token for it cannot be had', async () => {
    world = await openCallerWorld();
    world.server.answer(answering(500));
    const token: TokenGrant = {
      ...{ kind: 'client_credentials', tokenUrl: `${world.server.url}/token`, clientAuth: 'body' },
      ...{ clientId: 'evenkeel', clientSecret: 'yourself', refreshToken: '', parameters: {} },
    };
    await expect(write({ token })).rejects.toMatchObject({ code: 'provider.server_error', isInDoubt: false });
    expect(world.server.calls).toBeGreaterThan(1);
  });
});

it.each(['POST', 'DELETE'] as const)('%s may be answered without a body', async (method) => {
  world = await openCallerWorld();
  world.server.answer((_request, response) => response.writeHead(201, { location: '/things/7' }).end());
  expect(await write({ method })).toMatchObject({ body: null, headers: { location: '/things/7' } });
});

/** Those of a process that stands still for longer than a call may take as soon as one has begun: other things are ready before they ring. */
class LateTimers extends Timers {
  sleep(): Promise<void> {
    world.clock.aheadMs += 31_000;
    return new Promise(() => undefined);
  }

  yield(): Promise<void> {
    return Promise.resolve();
  }

  every(): never {
    throw new Error('Nothing is done again and again here');
  }
}

describe('a call that is made once, and late', () => {
  const answered = () => world.server.answer((_request, response) => sendJson(response, '"done"'));

  it('is not made once others may have taken it over, and that leaves no doubt', async () => {
    world = await openCallerWorld();
    answered();
    const beginsByMs = world.clock.monotonicMs() + 90_000;
    expect((await write({ beginsByMs })).body).toBe('done');
    world.clock.aheadMs += 90_001;
    await expect(write({ beginsByMs })).rejects.toMatchObject({
      ...{ name: 'CallPostponed', code: 'provider.timeout', isInDoubt: false },
    });
    expect(world.server.calls).toBe(1);
  });

  it('is not made by a process that stood still between its begin and its first byte, whenever its timers ring', async () => {
    world = await openCallerWorld({}, new LateTimers());
    answered();
    const beginsByMs = world.clock.monotonicMs() + 90_000;
    await expect(write({ beginsByMs })).rejects.toMatchObject({ code: 'provider.timeout' });
    expect(world.server.calls).toBe(0);
  });
});
