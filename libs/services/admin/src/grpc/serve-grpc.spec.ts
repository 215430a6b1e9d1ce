import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChannelCredentials, Client, status } from '@grpc/grpc-js';
import { openAuthority } from '@evenkeel/conformance';
import type { Message } from '@evenkeel/contracts-grpc';
import { API_KEY_BYTES, composeApiKey, SyncError, type EventFact } from '@evenkeel/domain';
import { API_PREFIX } from '@evenkeel/contracts-admin';
import { service as healthService } from 'grpc-health-check';
import { serveAdminGrpc } from '../serve-admin-grpc.js';
import { GrpcClient } from '../testing/grpc-client.js';
import { startAdmin } from '../testing/start-admin.js';
import { startGrpc } from '../testing/start-grpc.js';

const part = (bytes: number) => randomBytes(bytes).toString('base64url');
const OWNER = composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
const owner = { authorization: `Bearer ${OWNER}` };
const admin = startAdmin({ authentication: 'keys', ownerKey: OWNER, requestsPerMinute: 600 });
let isReady = true;
const grpc = startGrpc(admin, {
  isReady: async () => isReady,
  refusalOf: ({ metadata }) =>
    metadata['origin'] === undefined
      ? undefined
      : new SyncError('request.foreign', 'It was called from a page'),
});
const listening = {
  ...{ host: '127.0.0.1', port: 0, tls: null },
  refusalOf: () => undefined,
  isReady: async () => true,
};

const infoOf = (details: Readonly<Record<string, Message>>) => details['google.rpc.ErrorInfo'];

async function makeKey(name: string, role: string): Promise<string> {
  const { answer } = await grpc.client.call('AddApiKey', { name, role }, owner);
  return String(answer?.['key']);
}

describe('a call', () => {
  it('is refused without a key, before anything of it is read, and the audit log keeps that', async () => {
    const { error, details } = await grpc.client.call('AddJob', {}, { 'evenkeel-actor': 'eve' });
    expect(error).toMatchObject({ code: status.UNAUTHENTICATED, details: 'The request came without a key' });
    expect(infoOf(details)).toMatchObject({
      ...{ reason: 'request.unauthenticated', domain: 'evenkeel' },
      metadata: { class: 'auth', remedy: expect.stringMatching(/./) as string },
    });
    const { answer } = await grpc.client.call('ListAuditLog', { limit: 1 }, owner);
    expect(answer?.['items']).toMatchObject([
      {
        operation: 'gRPC AddJob',
        actor: 'unknown',
        claimed: 'eve',
        address: '127.0.0.1',
        outcome: 'refused',
      },
    ]);
  });

  it('does what the role of its key lets it, and no more', async () => {
    const viewer = { authorization: `Bearer ${await makeKey('a viewer', 'viewer')}` };
    expect((await grpc.client.call('ListJobs', {}, viewer)).answer).toEqual({ items: [], next: null });
    const { error, details } = await grpc.client.call('AddConnection', {}, viewer);
    expect(error?.code).toBe(status.PERMISSION_DENIED);
    expect(infoOf(details)).toMatchObject({ reason: 'request.forbidden' });
  });

  it('that a page made a browser send is refused, whatever key it has', async () => {
    const { error, details } = await grpc.client.call(
      'ListJobs',
      {},
      { ...owner, origin: 'http://evil.example' },
    );
    expect(error?.code).toBe(status.PERMISSION_DENIED);
    expect(infoOf(details)).toMatchObject({ reason: 'request.foreign' });
  });

  it('shares the budget of its key with requests over HTTP, and is told how long to wait', async () => {
    const key = { authorization: `Bearer ${await makeKey('a busy one', 'viewer')}` };
    const begun = performance.now();
    const both = Array.from({ length: 100 }, async () => {
      const { status: http } = await admin.http
        .get(`${API_PREFIX}/caller`)
        .set('authorization', key.authorization);
      return [http, await grpc.client.call('ShowCaller', {}, key)] as const;
    });
    const answers = await Promise.all(both);
    const refused = answers.map(([, answer]) => answer).filter(({ error }) => error !== undefined);
    const taken = answers.length - refused.length + answers.filter(([http]) => http === 200).length;
    // A sixth of what it may send a minute at once, and as many as came back meanwhile.
    expect(taken).toBeLessThanOrEqual(100 + ((performance.now() - begun) / 1_000) * 10 + 1);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(Object.keys(refused[0]?.details ?? {})).toEqual(['google.rpc.ErrorInfo', 'google.rpc.RetryInfo']);
  });

  it('names every field that is wrong, and says which it knows', async () => {
    const { error, details } = await grpc.client.call(
      'AddConnection',
      { name: '', connector: 'provider' },
      owner,
    );
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(details['google.rpc.BadRequest']).toMatchObject({
      field_violations: expect.arrayContaining([expect.objectContaining({ field: 'name' })]) as unknown,
    });
  });

  it('with a field that is not known is refused, and not answered as if it had not been there', async () => {
    const client = new Client(`127.0.0.1:${grpc.serving.port}`, ChannelCredentials.createInsecure());
    const raw = (bytes: readonly number[]) =>
      new Promise<string>((resolve) => {
        const { metadata } = grpc.client.metadataOf(owner);
        const same = (given: Buffer) => given;
        const path = '/evenkeel.admin.v1.Admin/ListJobs';
        client.makeUnaryRequest(path, same, same, Buffer.from(bytes), metadata, (error) =>
          resolve(error?.details ?? 'answered'),
        );
      });
    expect(await raw([0x10, 0x05])).toBe('answered');
    expect(await raw([0x98, 0x06, 0x05])).toMatch(/a field with the number 99, which is not known here/);
    expect(await raw([0x0a, 0x7f, 0x01])).toBe('is no message ListJobsRequest');
    // Half a surrogate, which some writers of UTF-8 let through.
    expect(await raw([0x0a, 0x03, 0xed, 0xa0, 0x80])).toMatch(/^cursor/);
    client.close();
  });

  it('says beside its answer what HTTP says in headers, and takes it back', async () => {
    const wanted = {
      name: 'shop',
      connector: 'provider',
      settings: { baseUrl: 'http://127.0.0.1:1' },
      credentials: {},
    };
    const { answer, headers } = await grpc.client.call('AddConnection', wanted, owner);
    expect(headers).toMatchObject({
      etag: '"1"',
      location: `${API_PREFIX}/connections/${String(answer?.['id'])}`,
    });
    const change = { connection: 'shop', quota: { concurrency: 4 } };
    expect(
      (await grpc.client.call('ChangeConnection', change, { ...owner, 'if-match': '"1"' })).answer,
    ).toMatchObject({ revision: 2 });
    const late = await grpc.client.call('ChangeConnection', change, { ...owner, 'if-match': '"1"' });
    expect(late.error?.code).toBe(status.ABORTED);
    const unasked = await grpc.client.call(
      'ShowConnection',
      { connection: 'shop' },
      { ...owner, 'if-match': '"1"' },
    );
    expect(unasked.error?.code).toBe(status.INVALID_ARGUMENT);
  });

  it('goes on with the cursor of the answer before', async () => {
    for (const name of ['b', 'c']) {
      const wanted = {
        name,
        connector: 'provider',
        settings: { baseUrl: 'http://127.0.0.1:1' },
        credentials: {},
      };
      await grpc.client.call('AddConnection', wanted, owner);
    }
    const first = await grpc.client.call('ListConnections', { limit: 1 }, owner);
    const cursor = first.answer?.['next'];
    const rest = await grpc.client.call('ListConnections', { cursor }, owner);
    const all = await grpc.client.call('ListConnections', {}, owner);
    const itemsOf = ({ answer }: typeof all) => answer?.['items'] as readonly unknown[];
    expect([...itemsOf(first), ...itemsOf(rest)]).toEqual(itemsOf(all));
    expect(rest.answer?.['next']).toBeNull();
  });

  it('ends at its deadline, and is not waited for any more', async () => {
    let goOn: () => void = () => undefined;
    admin.provider.connector.pause = new Promise((resolve) => (goOn = resolve));
    const { error } = await grpc.client.call('CheckConnection', { connection: 'shop' }, owner, {
      deadline: Date.now() + 500,
    });
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    const cancelled = { method: 'CheckConnection', code: String(status.CANCELLED) };
    await until(() =>
      admin.meter.counted.some(
        ({ name, labels }) =>
          name === 'grpc_requests_total' && JSON.stringify(labels) === JSON.stringify(cancelled),
      ),
    );
    goOn();
    admin.provider.connector.pause = undefined;
    expect((await grpc.client.call('CheckConnection', { connection: 'shop' }, owner)).answer).toMatchObject({
      ok: true,
    });
  });
});

describe('who watches', () => {
  const fact = (id: string): EventFact => ({
    kind: 'outside_trigger',
    facts: { id, askedBy: null, topic: 't', jobId: null, triggerIds: [], code: 'request.invalid' },
  });
  const happen = async (id: string) => {
    await admin.database.tenant.transaction((tx) => tx.events.keep(fact(id)));
    while ((await admin.database.postgres.events.number(500)) > 0);
  };

  it('is told from where on, and what happens, until the service goes away', async () => {
    const other = await serveAdminGrpc(admin.app, listening);
    const client = new GrpcClient(other.port);
    const call = client.watch('WatchEvents', {}, owner);
    const told: Message[] = [];
    call.on('data', (message: Message) => told.push(message));
    const failed = once(call, 'error');
    await until(() => told.length > 0);
    expect(told[0]).toMatchObject({ begin: { position: expect.any(String) as string } });
    await happen('1');
    await until(() => told.length > 1);
    expect(told[1]).toMatchObject({
      happened: { event: { subject: 'triggers/1', type: expect.any(String) as string } },
    });
    await other.close();
    expect((await failed)[0]).toMatchObject({ code: status.UNAVAILABLE });
    client.close();
  });

  it('is refused as any other call is', async () => {
    const failed = once(grpc.client.watch('WatchExecution', { execution: 'x' }, owner).resume(), 'error');
    expect((await failed)[0]).toMatchObject({ code: status.INVALID_ARGUMENT });
    const stranger = once(grpc.client.watch('WatchEvents', {}).resume(), 'error');
    expect((await stranger)[0]).toMatchObject({ code: status.UNAUTHENTICATED });
  });
});

it('says whether it can do its work, to anyone', async () => {
  const client = new Client(`127.0.0.1:${grpc.serving.port}`, ChannelCredentials.createInsecure());
  const check = (service: string) =>
    new Promise<unknown>((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = healthService['Check']!;
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize as never,
        { service },
        (error, answer) => (error === null ? resolve(answer) : reject(error)),
      );
    });
  expect(await check('')).toEqual({ status: 'SERVING' });
  expect(await check('evenkeel.admin.v1.Admin')).toEqual({ status: 'SERVING' });
  isReady = false;
  await until(async () => JSON.stringify(await check('')) === '{"status":"NOT_SERVING"}');
  isReady = true;
  client.close();
});

it('by TLS asks callers for a certificate where it is told whose to take', async () => {
  const [ours, theirs] = [openAuthority('ours'), openAuthority('theirs')];
  const { certificate, key } = ours.issue('the admin');
  const tls = { certificate, key, clientAuthorities: ours.certificate };
  const serving = await serveAdminGrpc(admin.app, { ...listening, tls });
  const ask = async (own?: ReturnType<typeof ours.issue>) => {
    const root = Buffer.from(ours.certificate);
    const shown = own === undefined ? [] : [Buffer.from(own.key), Buffer.from(own.certificate)];
    const client = new GrpcClient(serving.port, ChannelCredentials.createSsl(root, ...shown));
    const { answer, error } = await client.call('ShowCaller', {}, owner, { deadline: Date.now() + 10_000 });
    client.close();
    return error?.code ?? answer;
  };
  expect(await ask(ours.issue('a caller'))).toMatchObject({ roles: ['admin'] });
  expect(await ask(theirs.issue('a caller'))).toBe(status.UNAVAILABLE);
  expect(await ask()).toBe(status.UNAVAILABLE);
  await serving.close();
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('It did not happen');
    await sleep(20);
  }
}
