import { createHmac } from 'node:crypto';
import { DEFAULT_TENANT, SyncError } from '@evenkeel/domain';
import { runRequested } from '@evenkeel/contracts-messages';
import { GatewayWorld, SECRET, signed } from './testing/gateway-world.js';

const world = new GatewayWorld();
const BODY = '{"type":"customer.updated","data":{"id":"cus_1"}}';
const signatureOf = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const problem = (code: string): unknown => expect.objectContaining({ code });

beforeEach(async () => void (await world.published()));

describe('a delivery', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { job, endpoint } = await world.endpoint();
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toBe('accepted');
    const [deliveries, triggers] = [await world.deliveries(endpoint), await world.triggers(job)];
    expect(triggers).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
    const later = signed('d1', BODY, { at: new Date(Date.now() + 2000) });
    await expect(world.acceptDelivery().accept(endpoint.token, later)).resolves.toBe('known');
    expect(await world.deliveries(endpoint)).toEqual(deliveries);
    expect(await world.triggers(job)).toEqual(triggers);
    expect(await world.published()).toEqual([]);
  });

  it('delivered to several replicas at once is one trigger', async () => {
    const { job, endpoint } = await world.endpoint();
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))),
    );
    expect(answers.sort()).toEqual(['accepted', 'known', 'known']);
    expect(await world.triggers(job)).toHaveLength(1);
    expect(await world.published()).toHaveLength(1);
  });

  it('is kept as it came, and becomes a run of the record it names', async () => {
    const { job, endpoint } = await world.endpoint();
    await world.acceptDelivery().accept(endpoint.token, signed('d1', BODY));
    const [trigger] = await world.triggers(job);
    expect(trigger).toMatchObject({ kind: 'webhook', actor: 'webhook d1', externalIds: ['cus_1'] });
    expect(await world.deliveries(endpoint)).toEqual([
      { state: 'accepted', externalIds: ['cus_1'], body: BODY, triggerIds: [trigger!.id] },
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
    const counts = await Promise.all(
      [job, second, deaf, elsewhere].map(async (each) => (await world.triggers(each)).length),
    );
    expect(counts).toEqual([1, 1, 0, 0]);
  });

  it('that no job wants is kept as ignored, and is known when it comes again', async () => {
    const { job, endpoint } = await world.endpoint({ webhook: false });
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toBe('ignored');
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toBe('known');
    expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'ignored', triggerIds: [] }]);
    expect(await world.triggers(job)).toEqual([]);
    expect(await world.published()).toEqual([]);
  });

  it('of GitHub starts a run, and its greeting none', async () => {
    const { job, endpoint } = await world.endpoint({ webhook: true }, 'issue.number');
    const body = '{"action":"edited","issue":{"number":7}}';
    const accept = (text: string, isGreeting: boolean) => {
      const delivery = { id: `d-${isGreeting}`, timestamp: null, body: Buffer.from(text), isGreeting };
      return world.acceptDelivery().accept(endpoint.token, { ...delivery, signature: signatureOf(text) });
    };
    await expect(accept('{"zen":"Keep it simple."}', true)).resolves.toBe('ignored');
    expect(await world.deliveries(endpoint)).toEqual([]);
    await expect(accept(body, false)).resolves.toBe('accepted');
    expect(await world.triggers(job)).toMatchObject([{ externalIds: ['7'], actor: 'webhook d-false' }]);
  });

  it('of the same id at another endpoint is another delivery', async () => {
    const [one, other] = [await world.endpoint(), await world.endpoint()];
    for (const { endpoint } of [one, other]) {
      await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toBe(
        'accepted',
      );
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
      { ...signed('d1', BODY), body: Buffer.from(BODY.replace('1', '2')) },
      'request.bad_signature',
    ],
    ['is not JSON although the signature is good', signed('d1', 'id=cus_1'), 'request.invalid'],
    ['names no record although the signature is good', signed('d1', '{"data":{}}'), 'request.invalid'],
    ['names a record that nobody can have', signed('d1', '{"data":{"id":"\\u0000"}}'), 'request.invalid'],
    ['has no id', signed('', BODY), 'request.invalid'],
    ['has an id that no key can hold', signed('d'.repeat(4000), BODY), 'request.invalid'],
  ])('because it %s leaves no trace', async (_, delivery, code) => {
    const { job, endpoint } = await world.endpoint();
    await expect(world.acceptDelivery().accept(endpoint.token, delivery)).rejects.toEqual(problem(code));
    expect(await world.deliveries(endpoint)).toEqual([]);
    expect(await world.triggers(job)).toEqual([]);
    expect(await world.published()).toEqual([]);
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
    const unsigned = new SyncError('request.bad_signature', 'A delivery needs the headers');
    await expect(gateway.refuse(endpoint.token, unsigned)).rejects.toBe(unsigned);
    expect(await told()).toEqual(first);
    await gateway.accept(endpoint.token, signed('d2', BODY));
    expect(await told()).toBeNull();
    await expect(gateway.refuse(endpoint.token, unsigned)).rejects.toBe(unsigned);
    expect((await told())?.why).toBe('A delivery needs the headers');
    // Nothing is said of whether there is such an address.
    await expect(gateway.refuse('no such', unsigned)).rejects.toBe(unsigned);
  });

  it('does not take its id away from the true one', async () => {
    const { endpoint } = await world.endpoint();
    const forged = signed('d1', BODY, { secret: 'a guess' });
    await expect(world.acceptDelivery().accept(endpoint.token, forged)).rejects.toBeDefined();
    await expect(world.acceptDelivery().accept(endpoint.token, signed('d1', BODY))).resolves.toBe('accepted');
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
