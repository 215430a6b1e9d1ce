import { createHmac } from 'node:crypto';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { runRequested } from '@evenkeel/contracts-messages';
import { GatewayWorld, SECRET, sent, signed } from './testing/gateway-world.js';

const world = new GatewayWorld();
const BODY = '{"type":"customer.updated","data":{"id":"cus_1"}}';
const signatureOf = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const problem = (code: string): unknown => expect.objectContaining({ code });

beforeEach(async () => {
  await world.startDelivered();
  await world.published();
});

describe('a delivery', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { job, endpoint } = await world.endpoint();
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toEqual({
      status: 'accepted',
    });
    await world.startDelivered();
    const [deliveries, triggers] = [await world.deliveries(endpoint), await world.triggers(job)];
    expect(triggers).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
    const later = signed('d1', BODY, { at: new Date(Date.now() + 2000) });
    await expect(world.acceptDelivery().accept(endpoint.token, later)).resolves.toEqual({ status: 'known' });
    await world.startDelivered();
    expect(await world.deliveries(endpoint)).toEqual(deliveries);
    expect(await world.triggers(job)).toEqual(triggers);
    expect(await world.published()).toEqual([]);
  });

  it('delivered to several replicas at once is one trigger', async () => {
    const { job, endpoint } = await world.endpoint();
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))),
    );
    const statuses = answers.map((answer) => ('status' in answer ? answer.status : ''));
    expect(statuses.sort()).toEqual(['accepted', 'known', 'known']);
    await Promise.all([1, 2, 3].map(() => world.startDelivered()));
    expect(await world.triggers(job)).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
  });

  it('is kept as it came, and becomes a run of the record it names', async () => {
    const { job, endpoint } = await world.endpoint();
    await world.acceptDelivery().accept(endpoint.token, signed('d1', BODY));
    expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'waiting', triggerIds: [] }]);
    await world.startDelivered();
    const [trigger] = await world.triggers(job);
    expect(trigger).toMatchObject({ kind: 'webhook', actor: 'webhook d1', externalIds: ['cus_1'] });
    expect(await world.deliveries(endpoint)).toEqual([
      { state: 'accepted', why: null, externalIds: ['cus_1'], body: BODY, triggerIds: [trigger!.id] },
    ]);
    expect(await world.published()).toEqual([
      {
        topic: runRequested.topic,
        payload: { tenantId: DEFAULT_TENANT, triggerId: trigger!.id, jobId: job.id },
      },
    ]);
  });

  it('is one run of all records that its list names', async () => {
    const { job, endpoint } = await world.endpoint({ webhook: true }, '*.objectId');
    const body = '[{"objectId":110988663231921363},{"objectId":2},{"objectId":2}]';
    await world.acceptDelivery().accept(endpoint.token, signed('d1', body));
    await world.startDelivered();
    const externalIds = ['110988663231921363', '2'];
    expect(await world.triggers(job)).toMatchObject([{ externalIds }]);
    expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'accepted', externalIds }]);
  });

  it('runs every job of the stream that takes webhooks, and no other', async () => {
    const { job, endpoint } = await world.endpoint();
    const { connectionId } = job;
    const second = await world.addJob(connectionId, { webhook: true, recordType: 'contact' });
    const deaf = await world.addJob(connectionId, { webhook: false, recordType: 'lead' });
    const elsewhere = await world.addJob(connectionId, { webhook: true, stream: 'orders' });
    await world.acceptDelivery().accept(endpoint.token, signed('d1', BODY));
    await world.startDelivered();
    const counts = await Promise.all(
      [job, second, deaf, elsewhere].map(async (each) => (await world.triggers(each)).length),
    );
    expect(counts).toEqual([1, 1, 0, 0]);
  });

  it('that no job wants is kept as ignored, and is known when it comes again', async () => {
    const { job, endpoint } = await world.endpoint({ webhook: false });
    await world.acceptDelivery().accept(endpoint.token, signed('d1', BODY));
    await world.startDelivered();
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toEqual({
      status: 'known',
    });
    expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'ignored', triggerIds: [] }]);
    expect(await world.triggers(job)).toEqual([]);
    expect(await world.published()).toEqual([]);
  });

  it('of GitHub starts a run, and its greeting none', async () => {
    const { job, endpoint } = await world.endpoint({ webhook: true }, 'issue.number');
    const body = '{"action":"edited","issue":{"number":7}}';
    const accept = (text: string, event: string) => {
      const headers = { 'x-github-delivery': `d-${event}`, 'x-github-event': event };
      const request = sent(text, { ...headers, 'x-hub-signature-256': signatureOf(text) });
      return world.acceptDelivery().accept(endpoint.token, request);
    };
    await expect(accept('{"zen":"Keep it simple."}', 'ping')).resolves.toEqual({ status: 'ignored' });
    expect(await world.deliveries(endpoint)).toEqual([]);
    await expect(accept(body, 'issues')).resolves.toEqual({ status: 'accepted' });
    await world.startDelivered();
    expect(await world.triggers(job)).toMatchObject([{ externalIds: ['7'], actor: 'webhook d-issues' }]);
  });

  it('of the same id at another endpoint is another delivery', async () => {
    const [one, other] = [await world.endpoint(), await world.endpoint()];
    for (const { endpoint } of [one, other]) {
      await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toEqual({
        status: 'accepted',
      });
    }
  });
});

describe('a delivery that is refused', () => {
  it.each([
    ['was signed with another secret', signed('d1', BODY, { secret: 'a guess' }), 'request.bad_signature'],
    [
      'was recorded long ago',
      signed('d1', BODY, { at: new Date(Date.now() - 3_600_000) }),
      'request.bad_signature',
    ],
    [
      'was changed on its way',
      { ...signed('d1', BODY), bytes: Buffer.from(BODY.replace('1', '2')) },
      'request.bad_signature',
    ],
    ['has no id', signed('', BODY), 'request.invalid'],
    ['has an id that no key can hold', signed('d'.repeat(4000), BODY), 'request.invalid'],
  ])('because it %s leaves no trace', async (_, delivery, code) => {
    const { job, endpoint } = await world.endpoint();
    await expect(world.acceptDelivery().accept(endpoint.token, delivery)).rejects.toEqual(problem(code));
    expect(await world.deliveries(endpoint)).toEqual([]);
    expect(await world.triggers(job)).toEqual([]);
    expect(await world.published()).toEqual([]);
  });

  it.each([
    ['is not JSON', 'id=cus_1', 'is not JSON'],
    ['names no record', '{"data":{}}', 'no record id at "data.id"'],
    ['names a record that none can be', '{"data":{"id":"\\u0000"}}', 'holds NUL'],
    ['is no text', Buffer.from([0x22, 0xff, 0x22]).toString('latin1'), 'no record id'],
    ['holds NUL', '\0', 'is not JSON'],
  ])('although its signature is good, because it %s, is kept with the reason', async (_, body, why) => {
    const { job, endpoint } = await world.endpoint();
    const deliver = () => world.acceptDelivery().accept(endpoint.token, signed('d1', body));
    await expect(deliver()).rejects.toEqual(problem('request.invalid'));
    await expect(deliver()).rejects.toEqual(problem('request.invalid'));
    await world.startDelivered();
    expect(await world.deliveries(endpoint)).toMatchObject([
      { state: 'rejected', why: expect.stringContaining(why) as string },
    ]);
    expect(await world.triggers(job)).toEqual([]);
    expect(await world.published()).toEqual([]);
    // What is right comes under the same name.
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toEqual({
      status: 'accepted',
    });
    await world.startDelivered();
    expect(await world.triggers(job)).toHaveLength(1);
  });

  it('is told with its time and reason until one is taken, but not kept for each that comes', async () => {
    const { endpoint } = await world.endpoint();
    const told = async () =>
      (await world.database.tenant.transaction((tx) => tx.webhooks.listEndpoints(endpoint.connectionId)))[0]
        ?.refusal;
    const gateway = world.acceptDelivery();
    const forged = signed('d1', BODY, { secret: 'a guess' });
    await expect(gateway.accept(endpoint.token, forged)).rejects.toBeDefined();
    const first = await told();
    expect(first?.why).toBe('The signature does not fit the body');
    const refused = (token: string) => expect(gateway.accept(token, sent(BODY))).rejects;
    await refused(endpoint.token).toEqual(problem('request.bad_signature'));
    expect(await told()).toEqual(first);
    await gateway.accept(endpoint.token, signed('d2', BODY));
    expect(await told()).toBeNull();
    await refused(endpoint.token).toEqual(problem('request.bad_signature'));
    expect((await told())?.why).toContain('A delivery needs the headers x-evenkeel-delivery');
  });

  it('does not take its id away from the true one', async () => {
    const { endpoint } = await world.endpoint();
    const forged = signed('d1', BODY, { secret: 'a guess' });
    await expect(world.acceptDelivery().accept(endpoint.token, forged)).rejects.toBeDefined();
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toEqual({
      status: 'accepted',
    });
  });

  it.each([
    ['looks like any other', 'bm9ib2R5IG1hZGUgdGhpcw'],
    ['is empty', ''],
    ['holds NUL', 'a\0'],
    ['holds half of a surrogate pair', 'a\ud800'],
    ['is very long', 'x'.repeat(10_000)],
  ])('because nobody made its address, which %s, is not found', async (_, token) => {
    const accepting = world.acceptDelivery().accept(token, signed('d1', BODY));
    await expect(accepting).rejects.toEqual(problem('request.not_found'));
  });
});

describe('an address that was looked up a moment ago', () => {
  it('takes no delivery once it is closed', async () => {
    const { endpoint } = await world.endpoint();
    const gateway = world.acceptDelivery();
    await expect(gateway.accept(endpoint.token, signed('d1', BODY))).resolves.toEqual({ status: 'accepted' });
    await world.tenant.transaction((tx) => tx.webhooks.closeEndpoint(endpoint.id));
    await expect(gateway.accept(endpoint.token, signed('d2', BODY))).rejects.toEqual(
      problem('request.not_found'),
    );
    expect(await world.deliveries(endpoint)).toHaveLength(1);
  });

  it('takes the new secret at once, and the old one no more', async () => {
    const { endpoint } = await world.endpoint();
    const gateway = world.acceptDelivery();
    await gateway.accept(endpoint.token, signed('d1', BODY));
    const secret = 'another secret between two';
    await world.rotate(endpoint, { secret });
    await expect(gateway.accept(endpoint.token, signed('d2', BODY))).rejects.toEqual(
      problem('request.bad_signature'),
    );
    await expect(gateway.accept(endpoint.token, signed('d3', BODY, { secret }))).resolves.toEqual({
      status: 'accepted',
    });
    expect(await world.deliveries(endpoint)).toHaveLength(2);
  });

  it('keeps deliveries of one name that come together once, beside those of others', async () => {
    const { endpoint } = await world.endpoint();
    const gateway = world.acceptDelivery();
    await gateway.accept(endpoint.token, signed('d0', BODY));
    const names = Array.from({ length: 40 }, (_, nth) => `d${nth % 20}`);
    const answers = await Promise.all(names.map((id) => gateway.accept(endpoint.token, signed(id, BODY))));
    const statuses = answers.map((answer) => ('status' in answer ? answer.status : ''));
    expect(statuses.filter((status) => status === 'accepted')).toHaveLength(19);
    expect(statuses.filter((status) => status === 'known')).toHaveLength(21);
    expect(await world.deliveries(endpoint)).toHaveLength(20);
  });
});
