import type { HttpCall, HttpMethod } from '@evenkeel/ports';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

let world: CallerWorld;
afterEach(() => world.close());

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const WRITING = METHODS.filter((method) => method !== 'GET');
const call = (method: HttpMethod, more: Partial<HttpCall> = {}) =>
  world.caller.json({ method, url: `${world.server.url}/things/1`, ...more });

it.each(WRITING)('%s is sent with its body and headers', async (method) => {
  world = await openCallerWorld();
  world.server.answer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const told = [request.method, request.headers['if-match'], Buffer.concat(chunks).toString()];
      sendJson(response, JSON.stringify(told));
    });
  });
  const { body } = await call(method, { headers: { 'if-match': '"7"' }, body: '{"name":"a"}' });
  expect(body).toEqual([method, '"7"', '{"name":"a"}']);
});

it.each(METHODS)('%s is tried again after a server error, as the retry policy says', async (method) => {
  world = await openCallerWorld();
  world.server.answer((_request, response) => response.writeHead(503).end());
  await expect(call(method)).rejects.toMatchObject({ code: 'provider.server_error' });
  expect(world.server.calls).toBe(3);
  expect(world.waits).toEqual([1000, 2000]);
});

it.each(METHODS)('%s is tried again where it is not known what became of it', async (method) => {
  world = await openCallerWorld();
  world.server.answer((request, response, nth) => {
    if (nth === 1) request.destroy();
    else sendJson(response, '"done"');
  });
  expect((await call(method, { headers: { 'idempotency-key': 'k' } })).body).toBe('done');
  expect(world.server.calls).toBe(2);
  expect(world.failedTries).toEqual(['1: provider.unreachable']);
});

it.each(METHODS)('%s that the provider refuses is made once', async (method) => {
  world = await openCallerWorld();
  world.server.answer((_request, response) => response.writeHead(409).end('{"error":"changed since"}'));
  await expect(call(method)).rejects.toMatchObject({ status: 409 });
  expect(world.server.calls).toBe(1);
});

it.each(WRITING)('%s follows no redirect, also not on the same host', async (method) => {
  world = await openCallerWorld();
  world.server.answer((_request, response) => response.writeHead(307, { location: '/moved' }).end());
  await expect(call(method, { body: '{}' })).rejects.toMatchObject({ code: 'provider.redirected' });
  expect(world.server.calls).toBe(1);
});

it.each(WRITING)('%s is made without conditions, and its answer is not kept', async (method) => {
  world = await openCallerWorld();
  const conditions: unknown[] = [];
  world.server.answer((request, response) => {
    conditions.push(request.headers['if-none-match']);
    sendJson(response, '1', { etag: '"1"' });
  });
  const conditional = { address: 'things/1', by: 'any' } as const;
  await call(method, { conditional });
  await call(method, { conditional });
  expect(conditions).toEqual([undefined, undefined]);
});

describe('an answer without a body', () => {
  const answerWith = async (status: number) => {
    world = await openCallerWorld();
    world.server.answer((_request, response) => response.writeHead(status).end());
  };

  it.each(METHODS)('is null for %s where the status says that there is none', async (method) => {
    await answerWith(204);
    expect((await call(method)).body).toBeNull();
  });

  it.each(['PUT', 'PATCH', 'DELETE'] as const)(
    'is null for %s, and no reason to try again',
    async (method) => {
      await answerWith(200);
      expect(await call(method)).toMatchObject({ status: 200, body: null });
      expect(world.server.calls).toBe(1);
    },
  );

  it.each(['GET', 'POST'] as const)('is a damaged one for %s', async (method) => {
    await answerWith(200);
    await expect(call(method)).rejects.toMatchObject({ code: 'provider.malformed_body' });
  });
});
