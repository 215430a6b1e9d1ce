import { AddressGuard, type AddressRule } from './address-guard.js';
import { openCallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

const isCallable = (host: string, rule: AddressRule) => {
  try {
    new AddressGuard(rule).check(`http://${host}/things`);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'config.address_refused', errorClass: 'config' });
    return false;
  }
};

it.each([
  '169.254.169.254',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '0.0.0.0',
  '[::]',
  '[::ffff:169.254.169.254]',
  '224.0.0.1',
  '2852039166',
])('%s is never called', (host) => {
  expect([isCallable(host, 'any'), isCallable(host, 'public')]).toEqual([false, false]);
});

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.0.1',
  '[::1]',
  '[fd12::1]',
  '[::ffff:10.0.0.1]',
  '2130706433',
])('%s is called unless only public addresses may be', (host) => {
  expect([isCallable(host, 'any'), isCallable(host, 'public')]).toEqual([true, false]);
});

it.each(['93.184.216.34', '172.32.0.1', '[2606:4700::1]'])('%s is called', (host) => {
  expect(isCallable(host, 'public')).toBe(true);
});

it('a name is judged by the addresses that are connected to', async () => {
  const world = await openCallerWorld({ addresses: 'public' });
  const port = new URL(world.server.url).port;
  world.origins.push(`http://localhost:${port}`);
  const call = world.caller.json({ method: 'GET', url: `http://localhost:${port}/` });
  await expect(call).rejects.toMatchObject({
    code: 'config.address_refused',
    message: expect.stringMatching(/localhost is at .*(127\.0\.0\.1|::1)/) as string,
  });
  expect(world.server.calls).toBe(0);
  await world.close();
});

it('a name of this machine is called where it may be', async () => {
  const world = await openCallerWorld();
  world.server.answer((_request, response) => {
    sendJson(response, '1');
  });
  const port = new URL(world.server.url).port;
  world.origins.push(`http://localhost:${port}`);
  expect((await world.caller.json({ method: 'GET', url: `http://localhost:${port}/` })).body).toBe(1);
  await world.close();
});
