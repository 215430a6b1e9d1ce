import {
  AesCredentialBox,
  AesWebhookSecretBox,
  credentialKeys,
  deriveRecordKey,
  deriveWebhookKey,
  generateSecretKey,
  KeptKeys,
  webhookKeys,
} from '@evenkeel/adapter-secrets';
import { someChannel, someConnection } from '@evenkeel/conformance';
import type { KeyRotationView } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT, DEFAULT_WEBHOOK_RULES, type Connection } from '@evenkeel/domain';
import type { SealedFor } from '@evenkeel/ports';
import { KEY, KEY_BEFORE, startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const boxOf = (key: string) =>
  new AesCredentialBox(credentialKeys([key]), new KeptKeys({ master: [key] }).derived('name').key);
const webhookBoxOf = (key: string) => new AesWebhookSecretBox(webhookKeys([deriveWebhookKey(key)]));
const placeOf = (owner: string, field: SealedFor['field']): SealedFor => ({
  tenantId: DEFAULT_TENANT,
  owner,
  field,
});

const CONNECTIONS = 7;
const connections: Connection[] = [];

/** As of an installation that had one key until now: credentials, a token, a model, a webhook and what it keeps. */
beforeAll(async () => {
  const { tenant, postgres } = admin.database;
  const before = boxOf(KEY_BEFORE);
  for (let nth = 0; nth < CONNECTIONS; nth += 1) {
    const connection = someConnection();
    connections.push(connection);
    const sealed = before.seal({ token: `t${nth}` }, placeOf(connection.id, 'credentials'));
    await tenant.transaction((tx) => tx.connections.insert(connection, sealed));
  }
  const [{ id }] = connections as [Connection];
  const kept = new KeptKeys({ master: [KEY_BEFORE], record: [deriveRecordKey(KEY_BEFORE)] });
  for (const name of ['name', 'digest', 'payload'] as const)
    await postgres.sealedTexts.keep(name, kept.first(name));
  const key = { connectionId: id, grant: 'grant' };
  const { turn } = await postgres.tokenVault.take(key, null, 60_000);
  const token = before.seal({ accessToken: 'a' }, placeOf(id, 'token/grant'));
  await postgres.tokenVault.keep(key, turn!, { sealed: token, lifetimeMs: null });
  await tenant.transaction((tx) =>
    tx.webhooks.insertEndpoint({
      ...{ id, connectionId: id, stream: 'customers', token: 'address', idPaths: ['id'] },
      ...{ previousUntil: null, revision: 1, rules: DEFAULT_WEBHOOK_RULES },
      sealedSecret: webhookBoxOf(KEY_BEFORE).seal({ secret: 's' }, placeOf(id, 'webhook_secret')),
    }),
  );
  const sealedKey = before.seal({ key: 'k' }, placeOf(id, 'model_key'));
  await admin.database.rows(
    `insert into model (tenant_id, id, base_url, name, sealed_key, timeout_ms, calls_per_day, tokens_per_day, calls_per_run, tokens_per_run, revision)
     values ($1, $2, 'http://127.0.0.1', 'small', $3, 1, 1, 1, 1, 1, 1)`,
    [DEFAULT_TENANT, id, sealedKey],
  );
  const channel = { ...someChannel(DEFAULT_TENANT), id };
  await tenant.transaction((tx) =>
    tx.channels.save(channel, before.seal({ url: 'u' }, placeOf(id, 'channel_secret'))),
  );
});

const step = async (body: object): Promise<KeyRotationView> =>
  (await admin.http.post('/api/v1/engine/keys/rotation').send(body).expect(200)).body as KeyRotationView;

async function walk(from: string | null = null): Promise<readonly KeyRotationView[]> {
  const steps: KeyRotationView[] = [];
  for (let after = from; ;) {
    const done = await step({ after, limit: 3 });
    steps.push(done);
    if (done.next === null) return steps;
    after = done.next;
  }
}
const sum = (steps: readonly KeyRotationView[], of: 'checked' | 'resealed') =>
  steps.reduce((all, each) => all + each[of], 0);
/** Three that are kept, a token, a webhook, a model and a channel. */
const ALL = CONNECTIONS + 7;

it('is begun anew where it was interrupted, and then all opens with the newest key alone', async () => {
  expect(sum([await step({ limit: 3 }), await step({ after: 'credentials:', limit: 2 })], 'resealed')).toBe(
    5,
  );
  const steps = await walk();
  expect(sum(steps, 'checked')).toBe(ALL);
  expect(sum(steps, 'resealed')).toBe(ALL - 5);
  expect(steps.flatMap(({ unopened }) => unopened)).toEqual([]);
  expect(sum(await walk(), 'resealed')).toBe(0);

  const { postgres, tenant } = admin.database;
  const [{ id }] = connections as [Connection];
  const newest = boxOf(KEY);
  for (const [nth, connection] of connections.entries()) {
    const sealed = await tenant.transaction((tx) => tx.connections.sealedCredentials(connection.id));
    expect(newest.open(sealed!, placeOf(connection.id, 'credentials'))).toEqual({ token: `t${nth}` });
  }
  const { token } = await postgres.tokenVault.look({ connectionId: id, grant: 'grant' }, null);
  expect(newest.open(token!.sealed, placeOf(id, 'token/grant'))).toEqual({ accessToken: 'a' });
  const model = await tenant.transaction((tx) => tx.models.find());
  expect(newest.open(model!.sealedKey!, placeOf(id, 'model_key'))).toEqual({ key: 'k' });
  const channel = await tenant.transaction((tx) => tx.channels.find('ops'));
  expect(newest.open(channel!.sealedSecret!, placeOf(id, 'channel_secret'))).toEqual({ url: 'u' });
  const [endpoint] = await postgres.sealedTexts.page('webhook_secret', '', 10);
  expect(webhookBoxOf(KEY).open(endpoint!.sealed, placeOf(id, 'webhook_secret'))).toEqual({ secret: 's' });
  const digest = await postgres.sealedTexts.keep('digest', 'not this');
  const record = [deriveRecordKey(KEY)];
  expect(new KeptKeys({ record }).open('digest', digest).id).toBe(
    new KeptKeys({ record: [deriveRecordKey(KEY_BEFORE)] }).derived('digest').id,
  );
});

it('tells what no key opens, leaves it as it is, and goes on', async () => {
  const { tenant } = admin.database;
  const lost = someConnection();
  const sealed = boxOf(generateSecretKey()).seal({ token: 'x' }, placeOf(lost.id, 'credentials'));
  await tenant.transaction((tx) => tx.connections.insert(lost, sealed));
  const steps = await walk();
  expect(sum(steps, 'checked')).toBe(ALL + 1);
  expect(steps.flatMap(({ unopened }) => unopened)).toEqual([
    { kind: 'credentials', owner: lost.id, message: expect.stringMatching(/sealed with key/) as string },
  ]);
  expect(await tenant.transaction((tx) => tx.connections.sealedCredentials(lost.id))).toBe(sealed);
});

it('does not undo what was saved between its reading and its writing', async () => {
  const { sealedTexts } = admin.database.postgres;
  const [read] = await sealedTexts.page('credentials', '', 1);
  expect(await sealedTexts.replace({ ...read!, sealed: 'as it was before' }, 'ours')).toBe(false);
  expect((await sealedTexts.page('credentials', '', 1))[0]).toEqual(read);
});

it('refuses a place that no step gave', async () => {
  const { body } = await admin.http.post('/api/v1/engine/keys/rotation').send({ after: 'x' }).expect(400);
  expect(body).toMatchObject({ code: 'request.invalid', errors: [{ path: 'after' }] });
});
