import type {
  DeliveryView,
  JobView,
  ListView,
  Redelivered,
  WebhookEndpointView,
} from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import type { WebhookDelivery } from '@evenkeel/ports';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
let job: JobView;
beforeAll(async () => {
  job = await sampleJob(admin);
});
const add = (asked: object) =>
  admin.http.post(`/api/v1/connections/${job.connection.id}/webhook-endpoints`).send({
    ...{ stream: 'customers', idPath: 'data.object.id' },
    ...asked,
  });
const open = async (asked: object) => (await add(asked).expect(201)).body as WebhookEndpointView;
const of = ({ id }: WebhookEndpointView, what: string) => `/api/v1/webhook-endpoints/${id}/${what}`;
const take = (delivery: WebhookDelivery) =>
  admin.database.postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) => tx.webhooks.takeDeliveries([delivery]));
const kinds = [
  { when: 'customer.*', then: 'changed', stream: null, idPath: null },
  { when: 'invoice.*', then: 'changed', stream: 'invoices', idPath: ['data.object.year', 'data.object.nr'] },
];

describe('a webhook', () => {
  it('says how its deliveries are signed and what they hold', async () => {
    const stripe = await open({
      scheme: 'stripe',
      kindPath: 'type',
      kinds,
      secret: 'whsec_0123456789abcdef',
    });
    expect(stripe).toMatchObject({
      ...{ scheme: 'stripe', kindPath: 'type', kindHeader: null, kinds, hmac: null, sharedSecret: null },
      ...{
        secret: 'whsec_0123456789abcdef',
        verifyToken: null,
        replayWindowSeconds: 300,
        previousUntil: null,
      },
    });
    const hmac = {
      header: 'X-Signature',
      prefix: 'v1=',
      timestampHeader: 'X-Time',
      signed: '{timestamp}.{body}',
    };
    expect(await open({ scheme: 'hmac', hmac })).toMatchObject({
      hmac: {
        ...hmac,
        header: 'x-signature',
        timestampHeader: 'x-time',
        algorithm: 'sha256',
        encoding: 'hex',
      },
    });
    expect(await open({ scheme: 'shared_secret', sharedSecret: { header: 'x-token' } })).toMatchObject({
      sharedSecret: { header: 'x-token', prefix: '', bodyPath: null, idHeader: null },
    });
  });

  it('is given a secret in the form of its scheme, and a token where its sender asks for one', async () => {
    const { secret } = await open({ scheme: 'standard_webhooks' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await open({ scheme: 'meta' })).toMatchObject({ verifyToken: expect.any(String) as string });
    expect(await open({ scheme: 'meta', verifyToken: 'mine' })).toMatchObject({ verifyToken: 'mine' });
  });

  it.each<[object, string]>([
    [{ scheme: 'hmac' }, 'hmac'],
    [{ scheme: 'hmac', hmac: { header: 'x', signed: 'x' } }, 'hmac.signed'],
    [{ scheme: 'stripe', sharedSecret: { header: 'x' } }, 'scheme'],
    [{ kinds }, 'kinds'],
  ])('that could take nothing is refused: %j', async (asked, place) => {
    const { status, body } = await add(asked);
    expect([status, body]).toMatchObject([422, { code: 'config.invalid_webhook' }]);
    expect(JSON.stringify(body)).toContain(`"${place}"`);
  });

  it('has its secret replaced, and the old one counts for as long as is said', async () => {
    const endpoint = await open({ scheme: 'meta' });
    const rotated = (await admin.http.post(of(endpoint, 'rotate')).send({ validForSeconds: 60 }).expect(200))
      .body as WebhookEndpointView;
    expect(rotated).toMatchObject({ path: endpoint.path, verifyToken: endpoint.verifyToken });
    expect(rotated.secret).not.toBe(endpoint.secret);
    const until = Date.parse(rotated.previousUntil!) - Date.now();
    expect(Math.abs(until - 60_000)).toBeLessThan(30_000);
    const own = { secret: 'given by the provider', validForSeconds: 0 };
    expect((await admin.http.post(of(endpoint, 'rotate')).send(own)).body).toMatchObject({
      secret: own.secret,
    });
    await admin.http.delete(`/api/v1/webhook-endpoints/${endpoint.id}`).expect(200);
    await admin.http.post(of(endpoint, 'rotate')).send({}).expect(404);
  });
});

describe('a change of a webhook', () => {
  const its = ({ id }: WebhookEndpointView) => `/api/v1/webhook-endpoints/${id}`;

  it('takes what is given, and leaves the address, its secret and all else', async () => {
    const { secret, verifyToken: _, ...before } = await open({ scheme: 'stripe', kindPath: 'type', kinds });
    const endpoint = { ...before, secret, verifyToken: null };
    const sealed = async () =>
      (
        await admin.database.rows('select sealed_secret from webhook_endpoint where id = $1', [endpoint.id])
      )[0];
    const first = await sealed();
    const changed = await admin.http
      .patch(its(endpoint))
      .send({ stream: 'people', idPath: ['a', 'b'] })
      .expect(200);
    expect(changed.headers['etag']).toBe('"2"');
    expect(changed.body).toMatchObject({ ...before, stream: 'people', idPath: ['a', 'b'], revision: 2 });
    expect(changed.body).not.toHaveProperty('secret');
    const { verifyToken: __, ...shown } = changed.body as Record<string, unknown>;
    expect((await admin.http.get(its(endpoint)).expect(200)).body).toEqual(shown);
    expect(await sealed()).toEqual(first);
  });

  it('is refused where another one came between, and counts rotations among them', async () => {
    const endpoint = await open({});
    const change = (tag: string) =>
      admin.http.patch(its(endpoint)).set('if-match', tag).send({ replayWindowSeconds: 60 });
    const rotated = await admin.http.post(of(endpoint, 'rotate')).set('if-match', '"1"').send({}).expect(200);
    expect(rotated.headers['etag']).toBe('"2"');
    expect((await change('"1"').expect(412)).body).toMatchObject({ code: 'request.stale' });
    await change('"2"').expect(200);
    await admin.http.delete(its(endpoint)).set('if-match', '"2"').expect(412);
    await admin.http.delete(its(endpoint)).set('if-match', '"3"').expect(200);
    await change('*').expect(404);
  });

  it('is checked as a new one is, with what stays', async () => {
    const endpoint = await open({ scheme: 'hmac', hmac: { header: 'x-signature' } });
    const change = (asked: object) => admin.http.patch(its(endpoint)).send(asked);
    for (const [asked, place] of [
      [{ trustDeletes: true }, 'trustDeletes'],
      [{ scheme: 'shared_secret' }, 'sharedSecret'],
      [{ kinds }, 'kinds'],
    ] as const) {
      const { status, body } = await change(asked);
      expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(`"${place}"`)]);
    }
    await change({}).expect(400);
    await change({ secret: 'given by the provider' }).expect(400);
    expect((await change({ scheme: 'stripe' }).expect(200)).body).toMatchObject({ hmac: null, revision: 2 });
  });

  it('makes the token that another scheme needs, and shows it once', async () => {
    const endpoint = await open({});
    const change = async (asked: object) =>
      (await admin.http.patch(its(endpoint)).send(asked).expect(200)).body as WebhookEndpointView;
    expect(await change({ scheme: 'meta' })).toMatchObject({ verifyToken: expect.any(String) as string });
    expect(await change({ replayWindowSeconds: 60 })).toMatchObject({ verifyToken: null });
    expect(await change({ verifyToken: 'mine' })).toMatchObject({ verifyToken: 'mine' });
  });
});

describe('what was delivered', () => {
  it('is listed with its state, and taken once more as it is read now', async () => {
    const endpoint = await open({ scheme: 'stripe', kindPath: 'type', kinds });
    const given = (deliveryId: string, body: object | string, changes: Partial<WebhookDelivery> = {}) =>
      take({
        ...{
          endpointId: endpoint.id,
          deliveryId,
          stream: 'customers',
          kind: 'customer.new',
          change: 'changed',
        },
        ...{ externalIds: [], body: typeof body === 'string' ? body : JSON.stringify(body), why: null },
        ...{ state: 'ignored', isNewAfter: 'rejected', believed: 'nothing' },
        ...changes,
      });
    const object = (id: string) => ({ type: 'customer.new', data: { object: { id } } });
    await given('evt_1', object('cus_1'));
    await given('evt_2', '{', { state: 'rejected', why: 'no JSON', kind: null });
    await given('evt_3', '', { externalIds: ['cus_3'] });
    await given('evt_4', { type: 'invoice.paid', data: { object: { year: 2026, nr: 7 } } });
    const list = async (query: object = {}) =>
      (
        (await admin.http.get(of(endpoint, 'deliveries')).query(query).expect(200))
          .body as ListView<DeliveryView>
      ).items;
    expect((await list()).map(({ deliveryId }) => deliveryId)).toEqual(['evt_4', 'evt_3', 'evt_2', 'evt_1']);
    expect(await list({ state: 'rejected' })).toMatchObject([{ deliveryId: 'evt_2', problem: 'no JSON' }]);
    expect(await list({ externalId: 'cus_3' })).toMatchObject([{ deliveryId: 'evt_3' }]);
    expect(await list({ since: '2999-01-01T00:00:00Z' })).toEqual([]);
    const redeliver = async (asked: object) =>
      (await admin.http.post(of(endpoint, 'redeliver')).send(asked).expect(200)).body as Redelivered;
    const [{ id = '' } = {}] = await list({ state: 'rejected' });
    expect(await redeliver({ ids: [id] })).toEqual({
      delivered: 0,
      ignored: 0,
      rejected: 1,
      more: false,
      last: id,
    });
    const all = (await list()).map((delivery) => delivery.id).toReversed();
    const three = await redeliver({ limit: 3 });
    expect(three).toEqual({ delivered: 2, ignored: 0, rejected: 1, more: true, last: all[2] });
    // What is behind it, and not the same ones once more.
    const rest = await redeliver({ limit: 3, after: all[2] });
    expect(rest).toEqual({ delivered: 1, ignored: 0, rejected: 0, more: false, last: all[3] });
    expect(await redeliver({ after: all[0] })).toMatchObject({ delivered: 2, rejected: 1 });
    expect((await list()).map(({ state, stream, externalIds }) => [state, stream, externalIds])).toEqual([
      ['waiting', 'invoices', ['2026/7']],
      ['waiting', 'customers', ['cus_3']],
      ['rejected', 'customers', []],
      ['waiting', 'customers', ['cus_1']],
    ]);
    expect((await list())[3]).toMatchObject({ times: 2, kind: 'customer.new' });
  });

  it('of another address is not found there', async () => {
    const [one, other] = [await open({}), await open({})];
    await take({
      ...{ endpointId: one.id, deliveryId: 'd', state: 'ignored', stream: 'customers', kind: null },
      ...{ change: 'changed', externalIds: ['a'], body: '{}', why: null, isNewAfter: 'rejected' },
      believed: 'nothing',
    });
    const { items } = (await admin.http.get(of(one, 'deliveries'))).body as ListView<DeliveryView>;
    expect(items).toHaveLength(1);
    const { body } = await admin.http.post(of(other, 'redeliver')).send({ ids: [items[0]!.id] });
    expect(body).toEqual({ delivered: 0, ignored: 0, rejected: 0, more: false, last: null });
  });
});
