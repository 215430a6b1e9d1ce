import { CLIENT, FIRST_REFRESH_TOKEN, TokenProvider } from '@evenkeel/conformance';
import { journeyFolder } from './kit/repository.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

jest.setTimeout(60_000);

let engine: StandaloneUnderTest;
let provider: TokenProvider;

beforeAll(async () => {
  engine = await startStandalone(journeyFolder('tokens'));
  provider = await TokenProvider.start();
  provider.things = ['one', 'two', 'three'].map((name) => ({ id: name, name }));
  await engine.admin.addConnection({
    name: 'things',
    connector: 'rest',
    settings: {
      baseUrl: provider.url,
      auth: { kind: 'oauth2RefreshToken', tokenUrl: `${provider.url}/token` },
      streams: { things: { path: '/things', readOne: { path: '/things/{id}' } } },
    },
    credentials: { ...CLIENT, refreshToken: FIRST_REFRESH_TOKEN },
  });
  await engine.admin.addJob({
    ...{ name: 'things', connection: 'things', stream: 'things', recordType: 'thing' },
    ...{ mode: 'full', retryOnFailure: false },
  });
}, 60_000);
afterAll(async () => {
  await provider?.stop();
  await engine?.stop();
}, 60_000);

it('A listing that is not modified is not sent again, and its receipt balances all the same', async () => {
  const receipts = [];
  for (const _time of [1, 2]) {
    const { status, receipt } = await engine.admin.runToEnd('things');
    expect([status, receipt.balanced]).toEqual(['completed', true]);
    receipts.push([receipt.fetched, receipt.created, receipt.skipped]);
  }
  expect(receipts).toEqual([
    [3, 3, 0],
    [3, 0, 3],
  ]);
  expect([provider.notModified, provider.refreshes]).toEqual([1, ['ok']]);
});

it('What is gone at the provider is found, although listings are asked for with conditions', async () => {
  provider.things = provider.things.slice(1);
  expect((await engine.admin.runToEnd('things')).status).toBe('completed');
  expect(await engine.store.inactive('thing')).toEqual(['one']);
});

it('A permission that was taken back needs a person, and the run goes on once it is given anew', async () => {
  const refreshToken = provider.revoke();
  const { id, status, reason } = await engine.admin.runToEnd('things');
  expect([status, reason?.kind, reason?.code]).toEqual(['failed', 'auth', 'provider.grant_refused']);
  const connection = await engine.admin.connection('things');
  expect(connection.status).toBe('needs_attention');
  expect(JSON.stringify([reason, connection])).not.toMatch(/refresh-token-\d|access-token-\d|keep: this/);
  await engine.admin.changeConnection('things', { credentials: { ...CLIENT, refreshToken } });
  await engine.admin.resume(id);
  expect(await engine.admin.untilEnded(id)).toMatchObject({
    status: 'completed',
    receipt: { balanced: true },
  });
  expect((await engine.admin.connection('things')).status).toBe('active');
});
