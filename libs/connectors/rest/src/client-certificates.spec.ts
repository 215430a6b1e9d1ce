import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { ListedLogger, openAuthority } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject } from '@evenkeel/domain';
import type { Gateways } from '@evenkeel/ports';
import { RestConnector } from './rest-connector.js';

const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'rest.md'), 'utf8');
const [, example = ''] = /^```json tls\n([^]*?)^```$/m.exec(page) ?? [];
const [authority, stranger] = [openAuthority('ours'), openAuthority('theirs')];
const [own, ada, bob] = ['server', 'ada', 'bob'].map((name) => authority.issue(name));
/** Who called, by the name in the certificate, and over which socket. */
let calls: { readonly name: unknown; readonly socket: Socket }[] = [];
const tls = { cert: own!.certificate, key: own!.key, ca: authority.certificate };
const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: true }, (request, response) => {
  const { CN } = (request.socket as TLSSocket).getPeerCertificate().subject;
  calls.push({ name: CN, socket: request.socket });
  const body = request.url === '/token' ? { access_token: `of-${String(CN)}` } : { data: [{ id: 1 }] };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
});
const callers = new GuardedCallers();
const connector = new RestConnector();

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  calls = [];
});
afterAll(async () => {
  await callers.close();
  server.close();
  server.closeAllConnections();
});

const baseUrl = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
const settingsWith = (more: JsonObject = {}): JsonObject => {
  const read = JSON.parse(example.replace('https://api.example.com', baseUrl())) as JsonObject;
  return { ...read, tls: { ca: authority.certificate }, ...more };
};
const certified = ({ certificate, key }: { readonly certificate: string; readonly key: string }) => ({
  ...{ token: 't', clientCertificate: certificate, clientKey: key },
});
const gatewaysOf = (settings: JsonObject) => callers.gateways(connector.destinations(settings));
async function read(
  credentials: JsonObject,
  settings = settingsWith(),
  gateways: Gateways = gatewaysOf(settings),
) {
  const session = connector.open({
    settings,
    credentials,
    gateways,
    clock: callers.clock,
    log: new ListedLogger(),
  });
  const { readPage } = await session.stream('a certificate of the client');
  return readPage({ cursor: null, pageSize: 1, since: null });
}
const failing = (...asked: Parameters<typeof read>) => read(...asked).catch((error: unknown) => error);

it('the example of docs/rest.md is sound, and wants a certificate', () => {
  const settings = JSON.parse(example) as JsonObject;
  connector.validate(settings, certified(ada!));
  expect(() => connector.validate(settings, { token: 't' })).toThrow(/clientCertificate.*clientKey/);
  const pasted = certified({ ...ada!, key: ada!.key.replaceAll('\n', '\\n') });
  expect(() => connector.validate(settings, pasted)).not.toThrow();
});

it('each connection proves itself with its own certificate, over sockets of its own', async () => {
  const settings = settingsWith();
  const [first, second] = [gatewaysOf(settings), gatewaysOf(settings)];
  for (let time = 0; time < 2; time += 1) {
    await read(certified(ada!), settings, first);
    await read(certified(bob!), settings, second);
  }
  expect(calls.map(({ name }) => name)).toEqual(['ada', 'bob', 'ada', 'bob']);
  expect(new Set(calls.map(({ socket }) => socket)).size).toBe(2);
});

it('a certificate that is replaced is not used any more', async () => {
  const settings = settingsWith();
  const gateways = gatewaysOf(settings);
  await read(certified(ada!), settings, gateways);
  await read(certified(bob!), settings, gateways);
  expect(calls.map(({ name }) => name)).toEqual(['ada', 'bob']);
});

it('a token is had with the certificate, too', async () => {
  const auth = { kind: 'oauth2ClientCredentials', tokenUrl: `${baseUrl()}/token` };
  const { token: _, ...tlsOnly } = certified(ada!);
  await read({ ...tlsOnly, clientId: 'c', clientSecret: 's' }, settingsWith({ auth }));
  expect(calls.map(({ name }) => name)).toEqual(['ada', 'ada']);
});

it('a server that closes because it does not know the certificate is told as such', async () => {
  const closed = {
    ...{ code: 'provider.unreachable' },
    message: expect.stringContaining('does it take the certificate of the client') as string,
  };
  expect(await failing(certified(stranger.issue('eve')))).toMatchObject(closed);
  const without = settingsWith({ tls: { ca: authority.certificate, clientCertificate: false } });
  expect(await failing({ token: 't' }, without)).toMatchObject(closed);
  expect(calls).toEqual([]);
});

it('a server of another authority is not spoken to', async () => {
  const settings = settingsWith({ tls: { ca: stranger.certificate } });
  expect(await failing(certified(ada!), settings)).toMatchObject({ code: 'provider.unreachable' });
  expect(await failing(certified(ada!), settingsWith({ tls: {} }))).toMatchObject({
    code: 'provider.unreachable',
  });
  expect(calls).toEqual([]);
});

it('a key that does not belong to the certificate is told, without a word of either', async () => {
  const error = await failing(certified({ certificate: ada!.certificate, key: bob!.key }));
  expect(error).toMatchObject({ code: 'config.invalid_settings' });
  expect((error as Error).message).toMatch(/cannot be used: key values mismatch$/);
  const broken = ada!.key.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  const unreadable = (await failing(certified({ certificate: ada!.certificate, key: broken }))) as Error;
  expect(unreadable).toMatchObject({ code: 'config.invalid_settings' });
  expect(unreadable.message).not.toContain(broken.slice(50, 80));
});
