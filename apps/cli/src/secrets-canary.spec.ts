import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient } from '@evenkeel/client-admin';
import { operationList, type CallOf } from '@evenkeel/contracts-admin';
import { allKeys, testPlatformSettings } from '@evenkeel/hosting/testing';
import { schedulerService } from '@evenkeel/service-scheduler';
import { tablesWith } from './testing/canary-walk.js';
import { startGateway } from './testing/gateway-process.js';
import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

jest.setTimeout(120_000);

/** One of each secret that people give. */
const CANARIES = {
  credential: 'canary-credential-31c07f',
  clientSecret: 'canary-client-secret-55e1aa',
  accessToken: 'canary-access-token-90d2b4',
  refreshToken: 'canary-refresh-token-7721fe',
  webhookSecret: 'canary-webhook-secret-1d9e20',
  modelKey: 'canary-model-key-c4405b',
  channelPath: 'canary-channel-path-8a6f13',
  signingSecret: `whsec_${Buffer.from('canary-signing-secret-0000-4f2c').toString('base64')}`,
  smtpPassword: 'canary-smtp-password-6e83d9',
} as const;

/** What the engine wrote to its log. */
const log: string[] = [];
const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
  log.push(chunk.toString());
  for (const done of rest) if (typeof done === 'function') (done as () => void)();
  return true;
};
afterAll(() => void (process.stderr.write = write));
const engine = startEngine({ log: { level: 'debug', format: 'pretty', instance: 'spec' } }, [
  schedulerService,
]);
/** A server for everything, which repeats what it was sent, as careless ones do. */
const careless = createServer((request, response) => void answer(request, response));
let at = '';
let fails = true;
/** Addresses and bodies of what came. */
const came: string[] = [];
let hookPath = '';

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await textOf(request);
  const { url = '', headers } = request;
  came.push(`${url} ${JSON.stringify(headers)} ${body}`);
  response.setHeader('content-type', 'application/json');
  if (url.startsWith('/token')) {
    const { accessToken: access_token, refreshToken: refresh_token } = CANARIES;
    response.end(JSON.stringify({ access_token, refresh_token, token_type: 'bearer', expires_in: 3600 }));
  } else if (fails || !url.startsWith('/people')) {
    response.writeHead(url.startsWith('/people') ? 400 : 500);
    response.end(JSON.stringify({ error: { message: `No: ${url} ${JSON.stringify(headers)} ${body}` } }));
  } else response.end(JSON.stringify([{ id: 'p1', name: 'Ada' }]));
}

beforeAll(async () => {
  careless.listen(0, '127.0.0.1');
  await once(careless, 'listening');
  at = `http://127.0.0.1:${(careless.address() as AddressInfo).port}`;
});
afterAll(() => {
  careless.close();
  careless.closeAllConnections();
});

const seen: string[] = [];
async function type(given: readonly string[], stdin = ''): Promise<string> {
  const { out, err, drawn } = await typeIn(given, { url: engine.url, stdin, columns: 200 });
  seen.push(out, err, ...drawn);
  return `${out}${err}`;
}
type Wanted = CallOf<'addConnection'>;
const api = (path: string) => fetch(`${engine.url}${path}`).then((response) => response.text());

const jobOf = (name: string) =>
  type([
    'jobs',
    'add',
    name,
    '--connection',
    name,
    '--stream',
    'people',
    '--record-type',
    name,
    '--mode',
    'full',
  ]);

/** Gives each secret to the engine the way people do, and has each of them used, by runs and calls that fail. */
async function plant(): Promise<void> {
  const streams = { people: { path: '/people' } };
  const bearer = { baseUrl: at, streams, auth: { kind: 'bearer' } };
  const oauth = {
    baseUrl: at,
    streams,
    auth: { kind: 'oauth2ClientCredentials', clientAuth: 'body', tokenUrl: `${at}/token` },
  };
  const client = new AdminClient(engine.url);
  const add = (name: string, settings: Wanted['settings'], credentials: Wanted['credentials']) =>
    client.call('addConnection', { name, connector: 'rest', settings, credentials });
  await add('crm', bearer, { token: CANARIES.credential });
  await add('shop', oauth, { clientId: 'sync', clientSecret: CANARIES.clientSecret });
  for (const name of ['crm', 'shop']) await jobOf(name);
  const hook = { stream: 'people', idPath: 'id', secret: CANARIES.webhookSecret };
  hookPath = (await client.call('addWebhookEndpoint', { connection: 'crm', ...hook })).path;
  await type(
    ['models', 'set', '--base-url', `${at}/v1`, '--name', 'small', '--key-file', '-'],
    CANARIES.modelKey,
  );
  const channel = ['notifications', 'add', 'pager', '--webhook', `${at}/${CANARIES.channelPath}`];
  await type([...channel, '--secret-file', '-', '--tell', 'failed,completed'], CANARIES.signingSecret);
  const mail = [
    '--smtp-host',
    '127.0.0.1',
    '--smtp-port',
    '9',
    '--smtp-user',
    'sync',
    '--password-file',
    '-',
  ];
  const to = ['--mail-from', 'sync@shop.example', '--mail-to', 'ada@shop.example'];
  await type(['notifications', 'add', 'mail', ...mail, ...to], CANARIES.smtpPassword);
}

/** By calls that fail. */
async function misuse(): Promise<void> {
  for (const name of ['crm', 'shop']) {
    await type(['connections', 'check', name]);
    await type(['run', name, '--wait']);
  }
  await type(['models', 'check']);
  for (const name of ['pager', 'mail']) await type(['notifications', 'test', name]);
}

/** By calls that do not. */
async function use(): Promise<void> {
  for (const name of ['crm', 'shop']) {
    await type(['preview', name, '--watch']);
    await type(['run', name, '--wait']);
  }
}

it('a secret that was given is shown by no face, in no log, error, event, notification, plan, metric or row', async () => {
  await plant();
  await misuse();
  fails = false;
  await use();
  // What is told of these runs, too.
  for (let tries = 0; tries < 100 && (await countOf('notification')) < 4; tries += 1) await sleep(50);
  for (const command of [
    ['status'],
    ['events'],
    ['notifications', 'deliveries'],
    ['doctor'],
    ['executions', 'list'],
  ])
    await type(command);

  const used = came.join('\n');
  const sent = ['credential', 'clientSecret', 'accessToken', 'modelKey', 'channelPath'] as const;
  for (const name of sent)
    expect({ name, isUsed: used.includes(CANARIES[name]) }).toEqual({ name, isUsed: true });

  expect(log.join('')).toContain('notification channel added');
  const faces = [...seen, ...log, await api('/metrics'), ...(await everyAnswer())].join('\n');
  // All of them begin so, as they are and in Base64.
  for (const canary of ['canary-', 'Y2FuYXJ5L']) {
    const place = faces.indexOf(canary);
    expect(place < 0 ? '' : faces.slice(Math.max(0, place - 200), place + 100)).toBe('');
    expect(await tablesWith(engine.database, canary)).toEqual({});
  }
});

it('the public gateway has none in its memory that it need not have', async () => {
  const { webhook = [] } = allKeys();
  const settings = testPlatformSettings('gateway', engine.database.url, { keys: { webhook } });
  const gateway = await startGateway({
    ...settings,
    log: { level: 'debug', format: 'json', instance: 'spec' },
  });
  const file = join(tmpdir(), `gateway-${process.pid}.heapsnapshot`);
  try {
    const delivered = await deliver(gateway.url);
    expect({ status: delivered.status, log: delivered.ok ? '' : gateway.log() }).toEqual({
      status: 202,
      log: '',
    });
    await gateway.snapshot(file);
    const memory = await readFile(file);
    // Its settings are there; of secrets only that of the webhook may be.
    expect(memory.includes('gateway-test')).toBe(true);
    const { webhookSecret: _, ...others } = CANARIES;
    for (const [name, canary] of Object.entries(others))
      expect({ name, isThere: memory.includes(canary.replace('whsec_', '')) }).toEqual({
        name,
        isThere: false,
      });
    expect(gateway.log()).not.toContain('canary-');
  } finally {
    await rm(file, { force: true });
    await gateway.stop();
  }
});

function deliver(url: string): Promise<Response> {
  const body = JSON.stringify({ id: 'p1', note: 'delivery-of-this-spec' });
  const [id, timestamp] = ['1', String(Math.floor(Date.now() / 1000))];
  const signature = createHmac('sha256', CANARIES.webhookSecret)
    .update(`${id}.${timestamp}.${body}`)
    .digest('hex');
  const signed = { 'x-evenkeel-delivery': id, 'x-evenkeel-timestamp': timestamp };
  const headers = {
    ...signed,
    'x-evenkeel-signature': `sha256=${signature}`,
    'content-type': 'application/json',
  };
  return fetch(`${url}${hookPath}`, { method: 'POST', headers, body });
}

async function countOf(table: string): Promise<number> {
  const [row] = await engine.database.rows<{ count: number }>(`select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
}

/** What each operation tells that only tells, of all that there is. */
async function everyAnswer(): Promise<readonly string[]> {
  const idsOf = async (table: string) =>
    (await engine.database.rows<{ id: string }>(`select id::text as id from "${table}" limit 50`)).map(
      ({ id }) => id,
    );
  const named: Readonly<Record<string, readonly string[]>> = {
    ...{
      connection: ['crm', 'shop'],
      job: ['crm', 'shop'],
      recordType: ['crm', 'shop'],
      connector: ['rest'],
    },
    ...{ stream: ['people'], channel: ['pager', 'mail'], execution: await idsOf('execution') },
    ...{
      trigger: await idsOf('trigger'),
      plan: await idsOf('plan'),
      notification: await idsOf('notification'),
    },
    record: await idsOf('record'),
  };
  const answers: string[] = [];
  for (const { method, path } of operationList) {
    if (method !== 'GET') continue;
    const [, first] = /:(\w+)/.exec(path) ?? [];
    for (const one of first === undefined ? [''] : (named[first] ?? ['none'])) {
      const address = path.replace(/:(\w+)/g, (_, name: string) =>
        name === first ? one : (named[name]?.[0] ?? 'none'),
      );
      answers.push(await api(`/api/v1${address}?limit=100`));
    }
  }
  return answers;
}
