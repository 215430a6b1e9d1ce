import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedulerService } from '@evenkeel/service-scheduler';
import { SMTPServer } from 'smtp-server';
import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

const CANARY = 'canary-of-a-provider-3371';
const engine = startEngine({}, [schedulerService]);
const mails: { readonly to: readonly string[]; readonly text: string }[] = [];
const post = new SMTPServer({
  ...{ authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true, logger: false },
  onData: (stream, { envelope }, done) => {
    void textOf(stream).then((text) => {
      mails.push({ to: envelope.rcptTo.map(({ address }) => address), text });
      done();
    });
  },
});
const provider = createServer((_request, response) => {
  response.writeHead(400, { 'content-type': 'text/plain' }).end(CANARY);
});
const ports: number[] = [];
beforeAll(async () => {
  for (const server of [post.listen(0, '127.0.0.1'), provider.listen(0, '127.0.0.1')]) {
    if (!server.listening) await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
});
afterAll(async () => {
  provider.close();
  await new Promise<void>((done) => void post.close(() => done()));
});

const type = (given: string, stdin?: string) =>
  typeIn(given.split(' '), { url: engine.url, ...(stdin === undefined ? {} : { stdin }) });

/** As a mail program shows it. */
function shown(text: string): { readonly subject: string | undefined; readonly body: string } {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const body = rest.join('\n\n');
  // Quoted-printable, of ASCII.
  const plain = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { subject: /^Subject: (.*)$/m.exec(head)?.[1]?.trim(), body: plain };
}

it('a job that fails is told by e-mail, in words that say what to do', async () => {
  const [smtp, http] = ports;
  const settings = { baseUrl: `http://127.0.0.1:${http}`, streams: { orders: { path: '/orders' } } };
  const told = `--mail-from sync@shop.example --mail-to ada@shop.example --tell failed`;
  const typed = [
    await type('connections add shop --connector rest --settings -', JSON.stringify(settings)),
    await type('jobs add orders --connection shop --stream orders --record-type order'),
    await type(`notifications add post --smtp-host 127.0.0.1 --smtp-port ${smtp} --encryption none ${told}`),
  ];
  expect(typed.map(({ err }) => err).join('')).toBe('');
  const ran = await type('run orders --wait');
  expect(ran.code).not.toBe(0);
  for (let tries = 0; tries < 300 && mails.length === 0; tries += 1) await sleep(50);
  expect(mails).toMatchObject([{ to: ['ada@shop.example'] }]);
  const { subject, body } = shown(mails[0]!.text);
  expect(subject).toBe('[Evenkeel] Job orders failed');
  const lines = body
    .split(/\r?\n/)
    .map((line) => line.replace(/[0-9a-f-]{36}/, 'ID').replace(/[\d.]+ s$/, 'N s'));
  expect(lines.filter((line) => line !== '').slice(0, 7)).toEqual([
    'Job orders failed.',
    'Connection: shop',
    'Run: ID (full), N s',
    'Records: 0 read, 0 created, 0 updated, 0 failed',
    'Reason: provider.bad_request',
    expect.stringMatching(/^Remedy: .+ correct the parameters of the stream/),
    'Next: evenkeel executions show ID',
  ]);
  expect(mails[0]!.text).not.toContain(CANARY);
}, 60_000);
