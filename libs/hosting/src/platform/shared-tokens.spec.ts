import { UndiciHttpCallers } from '@evenkeel/adapter-http';
import { MathRandom, NodeTimers, NoTracing, SystemClock } from '@evenkeel/adapter-node-runtime';
import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { AesCredentialBox, credentialKeys, generateSecretKey, KeptKeys } from '@evenkeel/adapter-secrets';
import {
  CLIENT,
  FIRST_REFRESH_TOKEN,
  ListedLogger,
  ListedMeter,
  RememberedTokenVault,
  someConnection,
  TokenProvider,
  type TokenRules,
} from '@evenkeel/conformance';
import { DEFAULT_TENANT, type TokenGrant } from '@evenkeel/domain';
import type { TokenVault } from '@evenkeel/ports';

const database = testDatabase();
const master = [generateSecretKey()];
const box = new AesCredentialBox(credentialKeys(master), new KeptKeys({ master }).derived('name').key);
const log = new ListedLogger();
let laterMs = 0;
const replicas: { readonly postgres: Postgres; readonly callers: UndiciHttpCallers }[] = [];
let provider: TokenProvider;
let connectionId: string;

function openReplica(change: (vault: TokenVault) => TokenVault = (vault) => vault): UndiciHttpCallers {
  const databaseClock = () => (laterMs === 0 ? undefined : new Date(Date.now() + laterMs));
  const postgres = createPostgres({ url: database.url, poolSize: 3, databaseClock });
  const callers = new UndiciHttpCallers({
    tracing: new NoTracing(),
    ...{
      clock: new SystemClock(),
      timers: new NodeTimers(),
      random: new MathRandom(),
      meter: new ListedMeter(),
    },
    ...{ log, ledger: postgres.quotaLedger, board: postgres.breakerBoard, holder: `${replicas.length}` },
    tokens: { vault: change(postgres.tokenVault), box },
  });
  replicas.push({ postgres, callers });
  return callers;
}

async function openProvider(rules: Partial<TokenRules> = {}): Promise<void> {
  provider = await TokenProvider.start(rules);
  const connection = someConnection();
  connectionId = connection.id;
  await database.tenant.transaction((tx) => tx.connections.insert(connection, null));
}

const grantOf = (change: Partial<TokenGrant> = {}): TokenGrant => ({
  kind: 'refresh_token',
  tokenUrl: `${provider.url}/token`,
  ...CLIENT,
  clientAuth: 'basic',
  refreshToken: FIRST_REFRESH_TOKEN,
  parameters: {},
  ...change,
});

function call(callers: UndiciHttpCallers, grant = grantOf(), signal = new AbortController().signal) {
  const http = callers.forConnection(
    {
      id: connectionId,
      tenantId: DEFAULT_TENANT,
      name: 'shared',
      quota: null,
      retry: null,
      origins: [provider.url],
    },
    { signal, share: 'bulk' },
  );
  return http.json({ method: 'GET', url: `${provider.url}/things`, token: grant });
}

const callAll = (times = 8) =>
  Promise.all(replicas.flatMap(({ callers }) => Array.from({ length: times }, () => call(callers))));

async function until(reached: () => boolean): Promise<void> {
  const overMs = performance.now() + 5_000;
  while (!reached() && performance.now() < overMs) await new Promise(setImmediate);
}

beforeEach(() => {
  laterMs = 0;
  openReplica();
  openReplica();
});
afterEach(async () => {
  await Promise.all(replicas.map(({ callers }) => callers.close()));
  await Promise.all(replicas.map(({ postgres }) => postgres.close()));
  replicas.length = 0;
  await provider.stop();
});

it('two replicas with many calls get one token, and when it is taken back one more', async () => {
  await openProvider({ rotates: true });
  await callAll();
  expect([provider.refreshes, provider.records, provider.refused]).toEqual([['ok'], 16, 0]);
  provider.takeTokensBack();
  await callAll();
  expect([provider.refreshes, provider.records, provider.mostAtOnce]).toEqual([['ok', 'ok'], 32, 1]);
  // Each call that was refused was made once more, and none twice.
  expect(provider.refused).toBeLessThanOrEqual(16);
});

it('short-lived tokens are refreshed before they end, each by one, with the refresh token that was given last', async () => {
  await openProvider({ lifetimeMs: 400, latencyMs: 5 });
  const over = Date.now() + 700;
  while (Date.now() < over) await callAll(2);
  expect(new Set(provider.refreshes)).toEqual(new Set(['ok']));
  expect(provider.refreshes.length).toBeGreaterThanOrEqual(2);
  expect(provider.mostAtOnce).toBe(1);
});

it('client credentials are asked with anew each time, and sent in the body where that is wanted', async () => {
  await openProvider();
  const grant = grantOf({ kind: 'client_credentials', refreshToken: '' });
  await call(replicas[0]!.callers, grant);
  await expect(call(replicas[1]!.callers, { ...grant, clientAuth: 'body' })).rejects.toMatchObject({
    code: 'provider.unauthorized',
  });
  provider.takeTokensBack();
  await call(replicas[1]!.callers, grant);
  expect(provider.refreshes).toEqual(['ok', 'invalid_client', 'ok']);
});

it('a permission that was taken back is told once, with what to do and without a secret', async () => {
  await openProvider();
  await callAll(1);
  provider.revoke();
  const error: unknown = await call(replicas[1]!.callers).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'provider.grant_refused', errorClass: 'auth' });
  expect((error as Error).message).toMatch(/invalid_grant.*\*\*\* of \*\*\* is not taken/);
  const rows = await database.rows('select * from access_token');
  expect(JSON.stringify([(error as Error).message, log.lines, rows])).not.toMatch(
    /keep: this|refresh-token-\d|access-token-\d/,
  );
  expect(provider.refreshes).toEqual(['ok', 'invalid_grant']);
});

it('a new permission is used at once, and the tokens of the old one no more', async () => {
  await openProvider({ rotates: false });
  await call(replicas[0]!.callers);
  const renewed = grantOf({ refreshToken: provider.revoke() });
  await call(replicas[0]!.callers, renewed);
  await call(replicas[1]!.callers, renewed);
  expect(provider.refreshes).toEqual(['ok', 'ok']);
});

it('whoever stops waiting for a token does not stop its refresh, and a process that closes lets it end', async () => {
  await openProvider({ latencyMs: 200 });
  const impatient = new AbortController();
  const waiting = call(replicas[0]!.callers, grantOf(), impatient.signal);
  await until(() => provider.mostAtOnce > 0);
  impatient.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await replicas[0]!.callers.close();
  await call(replicas[1]!.callers);
  expect(provider.refreshes).toEqual(['ok']);
});

it('a token that cannot be kept is used by nobody until it is', async () => {
  await openProvider({ latencyMs: 0 });
  let failures = 1;
  const callers = openReplica((vault) => {
    const keep = vault.keep.bind(vault);
    return Object.assign(vault, {
      keep: (...args: Parameters<typeof keep>) => {
        expect(provider.records).toBe(0);
        return (failures -= 1) < 0 ? keep(...args) : Promise.reject(new Error('the database is away'));
      },
    });
  });
  await call(callers);
  await call(replicas[0]!.callers);
  expect(provider.refreshes).toEqual(['ok']);
});

it('a provider that takes no refresh token twice refuses two replicas that keep tokens of their own', async () => {
  await openProvider({ latencyMs: 50 });
  const own = [1, 2].map(() => openReplica(() => new RememberedTokenVault(new SystemClock())));
  const calls = await Promise.allSettled(own.map((callers) => call(callers)));
  expect(calls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect([...provider.refreshes].sort()).toEqual(['invalid_grant', 'ok']);
});

it('a refresh token that died with its process before it was kept is lost where the provider takes none twice', async () => {
  await openProvider({ latencyMs: 0 });
  let isTold = false;
  const doomed = openReplica((vault) =>
    Object.assign(vault, {
      keep: () => {
        isTold = true;
        return Promise.resolve();
      },
    }),
  );
  call(doomed).catch(() => undefined);
  await until(() => isTold);
  laterMs = 120_000;
  await expect(call(replicas[0]!.callers)).rejects.toMatchObject({ code: 'provider.grant_refused' });
});
