import type { TokenGrant } from '@evenkeel/domain';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { ScriptedServer, sendJson } from './testing/scripted-server.js';

const BOUND_ELSEWHERE = { code: 'config.credentials_bound_elsewhere', errorClass: 'config' };
const headers = { authorization: 'Bearer very-secret' };

let world: CallerWorld;
let other: ScriptedServer;
beforeEach(async () => {
  [world, other] = await Promise.all([openCallerWorld(), ScriptedServer.start()]);
});
afterEach(async () => {
  await world.close();
  await other.stop();
});

it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
  'a %s outside the origins of its connection is not made, and not tried again',
  async (method) => {
    const call = world.caller.json({ method, url: `${other.url}/things`, headers });
    await expect(call).rejects.toMatchObject(BOUND_ELSEWHERE);
    expect([other.calls, world.failedTries]).toEqual([0, []]);
  },
);

it('no token is asked for outside them', async () => {
  const tokenUrl = `${other.url}/token`;
  const client = { clientAuth: 'basic', clientId: 'us', clientSecret: 'secret', refreshToken: '' } as const;
  const token: TokenGrant = { kind: 'client_credentials', tokenUrl, parameters: {}, ...client };
  const call = world.caller.json({ method: 'GET', url: `${world.server.url}/things`, token });
  await expect(call).rejects.toMatchObject(BOUND_ELSEWHERE);
  expect([other.calls, world.server.calls]).toEqual([0, 0]);
});

it('no redirect leads outside them, also where the other origin is one of the connection', async () => {
  world.origins.push(other.url);
  world.server.answer((_, response) => response.writeHead(302, { location: `${other.url}/x` }).end());
  const call = world.caller.json({ method: 'GET', url: `${world.server.url}/things`, headers });
  await expect(call).rejects.toMatchObject({ code: 'provider.redirected' });
  expect(other.calls).toBe(0);
});

it('what was not called says nothing against the provider', async () => {
  for (let i = 0; i < 30; i += 1)
    await world.caller.json({ method: 'GET', url: other.url, headers }).catch(() => undefined);
  world.server.answer((_, response) => {
    sendJson(response, '1');
  });
  expect((await world.caller.json({ method: 'GET', url: world.server.url })).body).toBe(1);
});
