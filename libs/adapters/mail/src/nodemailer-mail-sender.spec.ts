import { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { openAuthority } from '@evenkeel/conformance';
import { SyncError } from '@evenkeel/domain';
import type { Mail, MailServer } from '@evenkeel/ports';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { NodemailerMailSender } from './nodemailer-mail-sender.js';

const PASSWORD = 'canary-of-smtp-8841';
const authority = openAuthority('spec');
const { certificate: cert, key } = authority.issue('mail');
const closing: (() => Promise<unknown>)[] = [];
const checked: string[] = [];
const sender = new NodemailerMailSender({
  check: (url) => void checked.push(url),
  lookup,
  timeoutMs: 1_000,
});
const mail: Mail = {
  ...{ from: 'Evenkeel <sync@shop.example>', to: ['ada@shop.example', 'bob@shop.example'] },
  ...{ subject: '[Evenkeel] Job orders failed', text: 'Job orders failed.\n', messageId: '<7@shop.example>' },
};

interface Taken {
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly to: readonly string[];
  readonly text: string;
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  checked.length = 0;
});

/** A mail server that takes one user, and keeps what it is sent. */
async function startServer(options: SMTPServerOptions = {}) {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    ...{ key, cert, logger: false, authOptional: true, disableReverseLookup: true },
    onAuth: ({ username, password }, _session, done) =>
      username === 'sync' && password === PASSWORD
        ? done(null, { user: username })
        : done(Object.assign(new Error(`No: ${username} ${password}`), { responseCode: 535 })),
    onData: (stream, session, done) => {
      void textOf(stream).then((text) => {
        const { envelope, secure, user } = session;
        taken.push({
          secure,
          user: user as string | undefined,
          to: envelope.rcptTo.map(({ address }) => address),
          text,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  closing.push(() => new Promise<void>((done) => void server.close(() => done())));
  return { taken, port: (listening.address() as AddressInfo).port };
}

const to = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  ...{ host: '127.0.0.1', port, encryption: 'starttls', user: 'sync', password: PASSWORD },
  caCertificate: authority.certificate,
  ...more,
});
const send = (server: MailServer, signal = AbortSignal.timeout(5_000)) => sender.send(mail, server, signal);
const failureOf = async (server: MailServer) => {
  const error: unknown = await send(server).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SyncError);
  expect((error as SyncError).message).not.toContain(PASSWORD);
  return error as SyncError;
};

it.each([
  ['starttls', {}],
  ['tls', { secure: true }],
] as const)('mail is handed over by %s, after logging in', async (encryption, options) => {
  const { taken, port } = await startServer(options);
  await send(to(port, { encryption }));
  expect(taken).toMatchObject([{ secure: true, user: 'sync', to: mail.to }]);
  const { text = '' } = taken[0] ?? {};
  expect(text).toContain('Subject: [Evenkeel] Job orders failed');
  expect(text).toContain('Message-ID: <7@shop.example>');
  expect(text).toContain('\r\n\r\nJob orders failed.');
  expect(checked).toEqual(['smtp://127.0.0.1']);
});

it('a server that needs neither is handed mail as it is, also by its name', async () => {
  const { taken, port } = await startServer();
  await send(to(port, { host: 'localhost', encryption: 'none', user: null, password: null }));
  expect(taken).toMatchObject([{ secure: false, user: undefined }]);
});

it('a server that offers no STARTTLS gets neither password nor mail', async () => {
  const { taken, port } = await startServer({ disabledCommands: ['STARTTLS'] });
  expect((await failureOf(to(port))).code).toBe('mail.insecure');
  expect(taken).toEqual([]);
});

it('a certificate of an authority that is not named is not trusted', async () => {
  const { taken, port } = await startServer();
  expect((await failureOf(to(port, { caCertificate: null }))).code).toBe('mail.insecure');
  expect(taken).toEqual([]);
});

it('a wrong password is an error of its own, whose message shows none', async () => {
  const { port } = await startServer();
  expect((await failureOf(to(port, { user: 'ada' }))).code).toBe('mail.login_refused');
});

it.each([
  ['refuses a recipient for good', 550, 'mail.refused'],
  ['takes no mail for now', 450, 'mail.unreachable'],
])('a server that %s', async (_what, responseCode, code) => {
  const { port } = await startServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('No such user'), { responseCode })),
  });
  expect((await failureOf(to(port))).code).toBe(code);
});

it('a server that does not answer is given up after its time', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  closing.push(() => new Promise((done) => void silent.close(done)));
  const { port } = silent.address() as AddressInfo;
  expect((await failureOf(to(port))).code).toBe('mail.unreachable');
});

it('an address that may not be called is not', async () => {
  const refused = new SyncError('config.address_refused', 'No');
  const guarded = new NodemailerMailSender({
    check: () => {
      throw refused;
    },
    lookup: (_name, _options, done) => done(refused, []),
    timeoutMs: 1_000,
  });
  for (const host of ['169.254.169.254', 'metadata.example'])
    await expect(guarded.send(mail, to(25, { host }), AbortSignal.timeout(1_000))).rejects.toBe(refused);
});
