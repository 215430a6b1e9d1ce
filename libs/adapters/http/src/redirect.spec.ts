import type { Quota } from '@evenkeel/domain';
import { RealTimers } from '@evenkeel/conformance';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { ScriptedServer, sendJson } from './testing/scripted-server.js';

let world: CallerWorld;
afterEach(() => world.close());

const get = (path = '/things') => world.caller.json({ method: 'GET', url: world.server.url + path });
/** `/0` leads to `/1` and so on; the last one answers. */
const leadOn = (last: number) => {
  world.server.answer(({ url = '' }, response) => {
    const at = Number(url.slice(1));
    if (at < last) response.writeHead(302, { location: `/${at + 1}` }).end();
    else sendJson(response, JSON.stringify(url));
  });
};

it('a redirect is followed on the same host', async () => {
  world = await openCallerWorld();
  leadOn(5);
  expect((await get('/0')).body).toBe('/5');
});

it('each hop of a redirect takes a grant of the quota, and counts as a call', async () => {
  const quota: Quota = { rate: { calls: 100, perSeconds: 1 }, concurrency: 1, reservedShare: 0 };
  world = await openCallerWorld({}, new RealTimers(), quota);
  leadOn(3);
  await get('/0');
  expect((await world.ledger.describe('connection-1', quota)).rate?.counted.bulk).toBe(4);
  expect(world.meter.values.get('provider_calls_total{crm,ok}')).toBe(4);
});

it('a hop that fails is tried again by itself', async () => {
  world = await openCallerWorld();
  world.server.answer(({ url }, response, call) => {
    if (url === '/things') response.writeHead(307, { location: '/moved' }).end();
    else if (call === 2) response.writeHead(503).end();
    else sendJson(response, '1');
  });
  await get();
  expect(world.server.calls).toBe(3);
});

it('a redirect to another host is not followed, for credentials must not go there', async () => {
  world = await openCallerWorld();
  const other = await ScriptedServer.start();
  world.server.answer((_request, response) => response.writeHead(302, { location: other.url }).end());
  await expect(get()).rejects.toMatchObject({
    code: 'provider.redirected',
    errorClass: 'config',
    message: expect.stringContaining(other.url) as string,
  });
  expect(other.calls).toBe(0);
  await other.stop();
});

it('what was posted is not posted elsewhere', async () => {
  world = await openCallerWorld();
  world.server.answer((_request, response) => response.writeHead(307, { location: '/moved' }).end());
  const call = world.caller.json({ method: 'POST', url: `${world.server.url}/things`, body: '{}' });
  await expect(call).rejects.toMatchObject({ code: 'provider.redirected' });
  expect(world.server.calls).toBe(1);
});

it('a redirect in circles ends where it comes back, one without an end after five hops', async () => {
  world = await openCallerWorld();
  world.server.answer(({ url }, response) =>
    response.writeHead(302, { location: url === '/things' ? '/a' : '/things' }).end(),
  );
  await expect(get()).rejects.toMatchObject({
    code: 'provider.led_nowhere',
    message: expect.stringMatching(/in circles: it leads back to .*\/things$/) as string,
  });
  expect(world.server.calls).toBe(2);
  leadOn(6);
  await expect(get('/0')).rejects.toThrow('more than 5 times');
  expect(world.server.calls).toBe(6);
});
