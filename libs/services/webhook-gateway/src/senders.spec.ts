import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { DEFAULT_WEBHOOK_RULES, HMAC_DEFAULTS, type HmacSigning, type WebhookRules } from '@evenkeel/domain';
import type { EndpointSecrets } from '@evenkeel/ports';
import type { SentRequest } from './accept-delivery.js';
import { GatewayWorld, sent } from './testing/gateway-world.js';

const world = new GatewayWorld();
const WHSEC = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const SECRET = 'shpss_0123456789abcdef';
const now = () => String(Math.floor(Date.now() / 1000));
const mac = (text: string, encoding: 'hex' | 'base64' = 'hex', secret = SECRET) =>
  createHmac('sha256', secret).update(text).digest(encoding);
const refused: unknown = expect.objectContaining({ code: 'request.bad_signature' });

async function open(
  rules: Partial<WebhookRules>,
  idPath: string,
  secrets: EndpointSecrets = { secret: SECRET },
) {
  const { endpoint, job } = await world.endpoint({ webhook: true }, idPath, {
    rules: { ...DEFAULT_WEBHOOK_RULES, ...rules },
    secrets,
  });
  return {
    job,
    endpoint,
    send: (request: SentRequest) => world.acceptDelivery().accept(endpoint.token, request),
    runs: async () => {
      await world.startDelivered();
      return (await world.triggers(job)).map(({ externalIds }) => externalIds);
    },
  };
}

/** A delivery that is taken; then each change of it is refused, and it is known when it comes again. */
async function isTaken(
  { send, runs }: Awaited<ReturnType<typeof open>>,
  request: SentRequest,
  externalIds: readonly string[],
): Promise<void> {
  const forged = { ...request, bytes: Buffer.concat([request.bytes, Buffer.from(' ')]) };
  await expect(send(forged)).rejects.toEqual(refused);
  for (const name of Object.keys(request.headers).filter((header) => /signature|hmac/.test(header))) {
    const bare = { ...request, headers: { ...request.headers, [name]: undefined } };
    await expect(send(bare)).rejects.toEqual(refused);
    await expect(send({ ...request, headers: { ...request.headers, [name]: '' } })).rejects.toEqual(refused);
  }
  await expect(send(request)).resolves.toEqual({ status: 'accepted' });
  await expect(send(request)).resolves.toEqual({ status: 'known' });
  expect(await runs()).toEqual([externalIds]);
}

describe('what the library standardwebhooks signs', () => {
  const sign = (id: string, at: Date, body: string, secret = WHSEC) =>
    sent(body, {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    });
  const body = '{"type":"contact.updated","data":{"id":12345678901234567890}}';

  it('is taken', async () => {
    const webhook = await open({ scheme: 'standard_webhooks' }, 'data.id', { secret: WHSEC });
    await isTaken(webhook, sign('msg_1', new Date(), body), ['12345678901234567890']);
  });

  it('is refused when it is old, under another name, or signed with another secret', async () => {
    const { send } = await open({ scheme: 'standard_webhooks' }, 'data.id', { secret: WHSEC });
    await expect(send(sign('msg_1', new Date(Date.now() - 301_000), body))).rejects.toEqual(refused);
    await expect(send(sign('msg_1', new Date(Date.now() + 400_000), body))).rejects.toEqual(refused);
    const good = sign('msg_1', new Date(), body);
    await expect(send({ ...good, headers: { ...good.headers, 'webhook-id': 'msg_2' } })).rejects.toEqual(
      refused,
    );
    const other = `whsec_${Buffer.from('another one').toString('base64')}`;
    await expect(send(sign('msg_1', new Date(), body, other))).rejects.toEqual(refused);
  });

  it('is taken where one of several signatures fits, as while its sender rotates', async () => {
    const { send } = await open({ scheme: 'standard_webhooks' }, 'data.id', { secret: WHSEC });
    const good = sign('msg_1', new Date(), body);
    const signatures = `v1,AAAA v1a,BBBB ${good.headers['webhook-signature']}`;
    const several = { ...good, headers: { ...good.headers, 'webhook-signature': signatures } };
    await expect(send(several)).resolves.toEqual({ status: 'accepted' });
    const many = `${'v1,AAAA '.repeat(11)}${good.headers['webhook-signature']}`;
    const flood = { ...good, headers: { ...good.headers, 'webhook-signature': many } };
    await expect(send(flood)).rejects.toEqual(refused);
  });
});

describe('what the library stripe signs', () => {
  const stripe = new Stripe('sk_test_0');
  const event = (id: string, type: string, object: object) =>
    JSON.stringify({ id, object: 'event', type, data: { object } }, null, 2);
  const sign = (payload: string, timestamp = Number(now())) =>
    sent(payload, {
      'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp }),
    });
  const rules: Partial<WebhookRules> = {
    scheme: 'stripe',
    kindPath: 'type',
    kinds: [
      { when: 'customer.deleted', then: 'deleted', stream: null, idPaths: null },
      { when: 'customer.subscription.*', then: 'changed', stream: null, idPaths: ['data.object.customer'] },
      { when: 'invoice.*', then: 'changed', stream: 'invoices', idPaths: null },
      { when: 'charge.*', then: 'ignore', stream: null, idPaths: null },
    ],
  };

  it('is taken, and known by the name of its event', async () => {
    const webhook = await open(rules, 'data.object.id');
    const body = event('evt_1', 'customer.updated', { id: 'cus_1' });
    await isTaken(webhook, sign(body), ['cus_1']);
    // Stripe signs each try anew, and its body may tell how many it has made.
    const again = sign(body.replace('{', '{"pending_webhooks":2,'), Number(now()) - 1);
    await expect(webhook.send(again)).resolves.toEqual({ status: 'known' });
    await expect(webhook.send(sign(body, Number(now()) - 301))).rejects.toEqual(refused);
  });

  it('is led to streams by the kind of its event', async () => {
    const webhook = await open(rules, 'data.object.id');
    const invoices = await world.addJob(webhook.job.connectionId, { webhook: true, stream: 'invoices' });
    for (const [nth, [type, object]] of (
      [
        ['customer.deleted', { id: 'cus_1' }],
        ['customer.subscription.updated', { id: 'sub_1', customer: 'cus_2' }],
        ['invoice.paid', { id: 'in_1' }],
        ['charge.failed', { nothing: true }],
      ] as const
    ).entries())
      await webhook.send(sign(event(`evt_${nth}`, type, object)));
    expect(await webhook.runs()).toEqual([['cus_1', 'cus_2']]);
    expect(await world.triggers(invoices)).toMatchObject([{ externalIds: ['in_1'] }]);
    expect((await world.deliveries(webhook.endpoint)).map(({ state }) => state)).toEqual([
      ...['accepted', 'accepted', 'accepted', 'ignored'],
    ]);
  });
});

describe('deliveries of other senders', () => {
  it('of GitHub as a form are taken like those as JSON', async () => {
    const webhook = await open({ scheme: 'github' }, 'issue.number');
    const body = `payload=${encodeURIComponent('{"action":"opened","issue":{"number":7}}')}`;
    const headers = { 'x-github-delivery': 'g-1', 'x-hub-signature-256': `sha256=${mac(body)}` };
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    await isTaken(webhook, sent(body, { ...headers, 'content-type': type }), ['7']);
    expect((await world.deliveries(webhook.endpoint))[0]?.body).toBe(
      '{"action":"opened","issue":{"number":7}}',
    );
  });

  it('of Shopify are signed in base64, and say their kind in a header', async () => {
    const kinds = [{ when: 'products/*', then: 'changed', stream: null, idPaths: null } as const];
    const webhook = await open({ scheme: 'shopify', kindHeader: 'x-shopify-topic', kinds }, 'id');
    const body = '\ufeff{"id":632910392}';
    const headers = { 'x-shopify-hmac-sha256': mac(body, 'base64'), 'x-shopify-topic': 'products/update' };
    await isTaken(webhook, sent(body, { ...headers, 'x-shopify-webhook-id': 's-1' }), ['632910392']);
  });

  it('of Slack are taken, and its challenge is answered once it is verified', async () => {
    const webhook = await open({ scheme: 'slack' }, 'event.user.id');
    const sign = (body: string, at = now()) =>
      sent(body, { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${mac(`v0:${at}:${body}`)}` });
    await isTaken(webhook, sign('{"event_id":"Ev1","event":{"user":{"id":"U1"}}}'), ['U1']);
    const challenge = '{"type":"url_verification","challenge":"3eZbrw1aB"}';
    await expect(webhook.send(sign(challenge))).resolves.toEqual({ challenge: '3eZbrw1aB' });
    await expect(webhook.send(sent(challenge))).rejects.toEqual(refused);
    await expect(webhook.send(sign(challenge, String(Number(now()) - 400)))).rejects.toEqual(refused);
  });

  it('of Meta are taken, and its question is answered where it knows the token', async () => {
    const webhook = await open({ scheme: 'meta' }, 'entry.*.id', {
      secret: SECRET,
      verifyToken: 'meatyhamhock',
    });
    const body = '{"object":"page","entry":[{"id":"1"},{"id":"2"}]}';
    await isTaken(webhook, sent(body, { 'x-hub-signature-256': `sha256=${mac(body)}` }), ['1', '2']);
    const ask = (token: string, challenge: unknown = '1158201444') => {
      const query = { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge };
      return webhook.send({ ...sent(''), method: 'GET', query });
    };
    await expect(ask('meatyhamhock')).resolves.toEqual({ challenge: '1158201444' });
    const wrong = [
      ['a guess', '1'],
      ['', '1'],
      ['meatyhamhock', ['a']],
      ['meatyhamhock', '<\n>'],
    ] as const;
    for (const [token, challenge] of wrong)
      await expect(ask(token, challenge)).rejects.toEqual(
        expect.objectContaining({ code: 'request.wrong_method' }),
      );
  });

  it('of Microsoft Graph bring their secret with them, each entry', async () => {
    const webhook = await open({ scheme: 'microsoft_graph' }, 'value.*.resourceData.id');
    const entry = (id: string, clientState?: string) => ({ clientState, resourceData: { id } });
    const body = (...entries: object[]) => sent(JSON.stringify({ value: entries }));
    await expect(webhook.send(body(entry('a', SECRET), entry('b', 'a guess')))).rejects.toEqual(refused);
    await expect(webhook.send(body())).rejects.toEqual(refused);
    await expect(webhook.send(sent('<'))).rejects.toEqual(
      expect.objectContaining({ code: 'request.invalid' }),
    );
    await expect(webhook.send(body(entry('a', SECRET), entry('b', SECRET)))).resolves.toEqual({
      status: 'accepted',
    });
    expect(await webhook.runs()).toEqual([['a', 'b']]);
    const validation = { ...sent(''), query: { validationToken: 'Validation: Testing client' } };
    await expect(webhook.send(validation)).resolves.toEqual({ challenge: 'Validation: Testing client' });
  });

  it('that are signed in another way are described by settings', async () => {
    const signing: HmacSigning = {
      ...HMAC_DEFAULTS,
      ...{ algorithm: 'sha512', encoding: 'base64', header: 'x-sign', prefix: 'v2=', separator: ';' },
      ...{
        timestampHeader: 'x-sign',
        timestampPrefix: 'at=',
        signed: '{id}|{timestamp}|{body}',
        idHeader: 'x-id',
      },
    };
    const webhook = await open({ scheme: 'hmac', signing }, 'id');
    const [at, body] = [new Date().toISOString(), '{"id":"x","cost":"$&"}'];
    const made = createHmac('sha512', SECRET).update(`$&|${at}|${body}`).digest('base64');
    const request = sent(body, { 'x-id': '$&', 'x-sign': `at=${at}; v2=${made}` });
    await expect(webhook.send(request)).resolves.toEqual({ status: 'accepted' });
    expect(await webhook.runs()).toEqual([['x']]);
    const bent = { ...request.headers, 'x-sign': `at=${at}; v1=${made}` };
    await expect(webhook.send({ ...request, headers: bent })).rejects.toEqual(refused);
  });

  it('that bring a secret are taken with it only', async () => {
    const signing = {
      kind: 'secret',
      header: 'authorization',
      prefix: 'Bearer ',
      bodyPath: null,
      idHeader: null,
    } as const;
    const { send } = await open({ scheme: 'shared_secret', signing }, 'id');
    const bring = (authorization?: string) => send(sent('{"id":1}', { authorization }));
    await expect(bring(`Bearer ${SECRET}`)).resolves.toEqual({ status: 'accepted' });
    for (const wrong of [undefined, '', SECRET, 'Bearer ', `Bearer ${SECRET}x`, `bearer ${SECRET}`])
      await expect(bring(wrong)).rejects.toEqual(refused);
  });

  it('without any proof are taken from this machine only', async () => {
    const { send } = await open({ scheme: 'none' }, 'id');
    await expect(send({ ...sent('{"id":1}'), isLocal: false })).rejects.toEqual(refused);
    await expect(send(sent('{"id":1}'))).resolves.toEqual({ status: 'accepted' });
  });

  it('that have no name are known while the same one waits, and are another change afterwards', async () => {
    const webhook = await open({ scheme: 'none' }, 'id');
    const send = () => webhook.send(sent('{"id":1}'));
    expect([await send(), await send()]).toEqual([{ status: 'accepted' }, { status: 'known' }]);
    expect(await webhook.runs()).toEqual([['1']]);
    expect(await send()).toEqual({ status: 'accepted' });
    expect(await webhook.runs()).toEqual([['1'], ['1']]);
  });
});

describe('a secret that was replaced', () => {
  it('counts beside the new one for a while, and not longer', async () => {
    const next = `${SECRET}-next`;
    const { endpoint, send } = await open({ scheme: 'github' }, 'id', { secret: next, previous: SECRET });
    const sign = (id: string, secret: string) =>
      sent('{"id":1}', {
        'x-github-delivery': id,
        'x-hub-signature-256': `sha256=${mac('{"id":1}', 'hex', secret)}`,
      });
    await expect(send(sign('1', SECRET))).rejects.toEqual(refused);
    const keep = (seconds: number) =>
      world.tenant.transaction((tx) =>
        tx.webhooks.replaceSecret(endpoint.id, endpoint.sealedSecret, seconds),
      );
    await keep(60);
    await expect(send(sign('1', SECRET))).resolves.toEqual({ status: 'accepted' });
    await expect(send(sign('2', next))).resolves.toEqual({ status: 'accepted' });
    await keep(-1);
    await expect(send(sign('3', SECRET))).rejects.toEqual(refused);
    await expect(send(sign('4', next))).resolves.toEqual({ status: 'accepted' });
  });
});

describe('a burst', () => {
  it('of deliveries for one record is few runs', async () => {
    const webhook = await open({ scheme: 'none' }, 'id');
    const gateway = world.acceptDelivery();
    for (let batch = 0; batch < 10; batch += 1)
      await Promise.all(
        Array.from({ length: 30 }, (_, nth) =>
          gateway.accept(webhook.endpoint.token, sent('{"id":1}', { 'x-delivery-id': `${batch}/${nth}` })),
        ),
      );
    await Promise.all([webhook.runs(), webhook.runs()]);
    const runs = await webhook.runs();
    expect(runs.length).toBeLessThanOrEqual(2);
    expect(new Set(runs.flat())).toEqual(new Set(['1']));
    expect((await world.deliveries(webhook.endpoint)).filter(({ state }) => state !== 'accepted')).toEqual(
      [],
    );
  });
});
