import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedulerService } from '@evenkeel/service-scheduler';
import { Webhook } from 'standardwebhooks';
import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

jest.setTimeout(120_000);

const engine = startEngine({ publicUrl: 'https://sync.example.com' }, [schedulerService]);
const SECRET = `whsec_${Buffer.from('canary-of-a-signing-secret-0042').toString('base64')}`;
const PASSWORD = 'canary-of-smtp-5521';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
let status = 200;
const receiver = createServer((request, response) => {
  void textOf(request).then((body) => {
    received.push({ path: request.url ?? '', headers: request.headers, body });
    response
      .writeHead(status, { 'content-type': 'text/plain' })
      .end(status === 200 ? 'ok' : `no: ${request.url}`);
  });
});
let at = '';
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => void receiver.close());
beforeEach(() => {
  received.length = 0;
  status = 200;
});

const type = (given: readonly string[], stdin?: string) =>
  typeIn(given, { url: engine.url, ...(stdin === undefined ? {} : { stdin }) });
async function untilReceived(count: number): Promise<void> {
  for (let tries = 0; tries < 300 && received.length < count; tries += 1) await sleep(50);
}

it('a channel that is added is tried, with a secret that is made and shown once', async () => {
  const added = await type([
    'notifications',
    'add',
    'ops',
    '--webhook',
    `${at}/hooks?key=canary-of-a-query-77`,
  ]);
  expect(added.err).toBe('');
  const [, secret = ''] = /secret +(whsec_\S+)/.exec(added.out) ?? [];
  const tested = await type(['notifications', 'test', 'ops']);
  expect({ code: tested.code, out: tested.out }).toEqual({ code: 0, out: 'Channel ops took the test' });
  expect(received).toHaveLength(1);
  const [{ body, headers }] = received as [Received];
  const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(verified).toMatchObject({ type: 'notification.test' });
  const shown = await type(['notifications', 'show', 'ops', '--json']);
  expect(shown.out).not.toContain('canary');
  expect(shown.out).not.toContain(secret);
});

it('a signature of another body, time or secret is none', async () => {
  await type(['notifications', 'add', 'signed', '--webhook', `${at}/signed`, '--secret-file', '-'], SECRET);
  await type(['notifications', 'test', 'signed']);
  const [{ body, headers }] = received as [Received];
  const sent = headers as Record<string, string>;
  expect(new Webhook(SECRET).verify(body, sent)).toBeDefined();
  expect(() => new Webhook(SECRET).verify(`${body} `, sent)).toThrow();
  expect(() => new Webhook(SECRET).verify(body, { ...sent, 'webhook-id': 'msg_other' })).toThrow();
  expect(() => new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`).verify(body, sent)).toThrow();
});

it('a channel that takes nothing says why, without its address, and is told as what asks for a person', async () => {
  const path = '/services/T0/canary-of-slack-993';
  await type(['notifications', 'add', 'talk', '--slack', '-'], `${at}${path}`);
  status = 500;
  const tested = await type(['notifications', 'test', 'talk']);
  expect(tested.code).not.toBe(0);
  expect(tested.out).toContain('Channel talk did not take the test');
  expect(received[0]).toMatchObject({ path });
  const seen = [
    tested,
    await type(['status']),
    await type(['notifications', 'deliveries']),
    await type(['notifications', 'list']),
  ];
  for (const { out } of seen) expect(out).not.toContain('canary');
  expect(seen[1]?.out).toContain('Notifications do not reach their channel');
  expect(seen[3]?.out).toContain('fails since');
});

it('what happens to a job is told, and what does not concern it is not', async () => {
  const { provider } = engine;
  const ran = [
    await type(
      ['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'],
      JSON.stringify({ baseUrl: provider.url }),
    ),
    await type([
      'jobs',
      'add',
      'customers',
      '--connection',
      'shop',
      '--stream',
      'customers',
      '--record-type',
      'customer',
    ]),
    await type([
      'notifications',
      'add',
      'done',
      '--slack',
      `${at}/done`,
      '--tell',
      'completed',
      '--job',
      'customers',
    ]),
    await type(['notifications', 'add', 'other', '--slack', `${at}/other`, '--tell', 'failed,recovered']),
    await type(['run', 'customers', '--wait']),
  ];
  expect(ran.map(({ err }) => err).join('')).toBe('');
  await untilReceived(1);
  expect(received.map(({ path }) => path)).toEqual(['/done']);
  expect(JSON.parse(received[0]!.body)).toMatchObject({ text: 'Job customers completed' });
  expect(received[0]!.body).toMatch(
    /<https:\/\/sync\.example\.com\/api\/v1\/executions\/[\da-f-]{36}\|Show>/,
  );
  const listed = async () => (await type(['notifications', 'deliveries', 'done', '--json'])).out;
  // That it was taken is kept after it was.
  for (let tries = 0; tries < 100 && !(await listed()).includes('"sent"'); tries += 1) await sleep(50);
  expect(JSON.parse(await listed())).toMatchObject({
    items: [{ kind: 'completed', state: 'sent', job: { name: 'customers' } }],
  });
});

it('a secret goes to no other host than it was given for, and a password nowhere in clear', async () => {
  const elsewhere = await type([
    'notifications',
    'change',
    'signed',
    '--webhook',
    'https://other.example/hooks',
  ]);
  expect(elsewhere.err).toContain('they are not sent there');
  const there = await type([
    'notifications',
    'change',
    'signed',
    '--webhook',
    `${at}/moved`,
    '--digest',
    '0',
  ]);
  expect(there.out).toContain('each by itself');
  const mail = ['--smtp-host', '127.0.0.1', '--smtp-user', 'sync', '--password-file', '-'];
  const to = ['--mail-from', 'sync@shop.example', '--mail-to', 'ada@shop.example'];
  const clear = await type(
    ['notifications', 'add', 'mail', ...mail, ...to, '--encryption', 'none'],
    PASSWORD,
  );
  expect(clear.err).toContain('email.encryption');
  expect((await type(['notifications', 'add', 'mail', ...mail, ...to], PASSWORD)).err).toBe('');
  const moved = await type(['notifications', 'change', 'mail', '--smtp-host', 'mail.example']);
  expect(moved.err).toContain('they are not sent there');
  expect((await type(['notifications', 'change', 'mail', '--mail-to', 'bob@shop.example'])).out).toContain(
    'bob@',
  );
  expect((await type(['notifications', 'show', 'mail', '--json'])).out).not.toContain(PASSWORD);
});

it('a channel is removed with what it was told', async () => {
  expect((await type(['notifications', 'remove', 'talk'])).out).toContain('Forgot channel talk');
  expect((await type(['notifications', 'show', 'talk'])).err).toContain(
    'There is no notification channel "talk"',
  );
});
