import fc from 'fast-check';
import { SyncError } from '../errors/sync-error.js';
import { coalesceDeliveries } from './coalesce-deliveries.js';
import { answerChallenge, answerQuery, isGreeting } from './handshake.js';
import { parseDelivery, readDelivery } from './read-delivery.js';
import { DEFAULT_WEBHOOK_RULES, type DeliveryKindRule } from './webhook-rules.js';

const rule = (when: string, changes: Partial<DeliveryKindRule> = {}): DeliveryKindRule => ({
  ...{ when, then: 'changed', stream: null, idPaths: null },
  ...changes,
});
const kinds = [
  rule('customer.deleted', { then: 'deleted' }),
  rule('customer.*', { idPaths: ['customer'] }),
  rule('invoice.*', { stream: 'invoices' }),
  rule('*', { then: 'ignore' }),
];
const read = (text: string, headerKind: string | null = null, kindPath: string | null = 'type') =>
  readDelivery(
    { body: parseDelivery(text), headerKind, stream: 'customers', idPaths: ['id'] },
    { kindPath, kinds, useBody: false, trustDeletes: false },
  );

describe('what a delivery says', () => {
  it.each<[string, string | null, string | null, object]>([
    ['{"type":"customer.deleted","id":1}', null, 'type', { change: 'deleted', externalIds: ['1'] }],
    [
      '{"type":"customer.new","customer":"c","id":1}',
      null,
      'type',
      { change: 'changed', externalIds: ['c'] },
    ],
    ['{"type":"invoice.paid","id":1}', null, 'type', { stream: 'invoices', kind: 'invoice.paid' }],
    ['{"type":"charge","nothing":1}', null, 'type', { change: 'ignore', externalIds: [] }],
    ['{"type":7}', null, 'type', { change: 'ignore', kind: '7' }],
    ['{"type":true}', null, 'type', { change: 'ignore', kind: 'true' }],
    ['{"id":1}', null, 'type', { change: 'changed', kind: null, stream: 'customers' }],
    ['{"type":{},"id":1}', 'invoice.paid', 'type', { kind: null }],
    ['{"type":"x","id":1}', 'customer.deleted', null, { change: 'deleted', kind: 'customer.deleted' }],
    ['{"id":1}', null, null, { change: 'changed', kind: null }],
  ])('by %s with %j in a header, at %j, is %j', (text, headerKind, kindPath, word) => {
    expect(read(text, headerKind, kindPath)).toMatchObject(word);
  });

  it.each([
    ['customer.new', false, true, 'nothing'],
    ['customer.new', true, true, 'record'],
    ['customer.deleted', true, false, 'nothing'],
    ['customer.deleted', false, true, 'deletion'],
    ['charge', true, true, 'nothing'],
  ])(
    'of the kind %s is, with useBody %s and trustDeletes %s, believed: %s',
    (type, useBody, trustDeletes, believed) => {
      const body = { type, customer: 'c', id: 'c' };
      const sent = { body, headerKind: null, stream: 's', idPaths: ['id'] };
      expect(readDelivery(sent, { kindPath: 'type', kinds, useBody, trustDeletes }).believed).toBe(believed);
    },
  );

  it('is kept as a kind that can be stored', () => {
    const kind = `a\0\ud800${'x'.repeat(300)}`;
    expect(read(JSON.stringify({ type: kind })).kind).toBe(`a${'x'.repeat(197)}`);
  });

  it.each(['', '<', '{"id":', '\0'])('is nothing where it is no JSON: %j', (text) => {
    expect(() => parseDelivery(text)).toThrow(SyncError);
  });

  it('is refused where it names no record', () => {
    expect(() => read('{"type":"customer.deleted"}')).toThrow('no record id at "id"');
    const many = JSON.stringify(Array.from({ length: 10_001 }, (_, id) => ({ id })));
    const named = { body: parseDelivery(many), headerKind: null, stream: 's', idPaths: ['*.id'] };
    expect(() => readDelivery(named, { ...DEFAULT_WEBHOOK_RULES })).toThrow('at most 10000 records');
  });
});

describe('what a sender asks first', () => {
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 't', 'hub.challenge': '42' };
  const isToken = (given: string) => given === 't';

  it.each([
    ['meta', 'GET', query, '42'],
    ['meta', 'POST', query, undefined],
    ['meta', 'GET', { ...query, 'hub.mode': 'unsubscribe' }, undefined],
    ['meta', 'GET', { ...query, 'hub.verify_token': 'x' }, undefined],
    ['meta', 'GET', { ...query, 'hub.verify_token': ['t'] }, undefined],
    ['meta', 'GET', { ...query, 'hub.challenge': '' }, undefined],
    ['meta', 'GET', { ...query, 'hub.challenge': 'a\r\nb' }, undefined],
    ['none', 'GET', query, undefined],
    ['microsoft_graph', 'POST', { validationToken: 'a b' }, 'a b'],
    ['microsoft_graph', 'GET', { validationToken: 'a b' }, undefined],
    ['microsoft_graph', 'POST', { validationToken: 'a'.repeat(1001) }, undefined],
    ['microsoft_graph', 'POST', {}, undefined],
    ['none', 'POST', { validationToken: 'a b' }, undefined],
  ] as const)('by %s, %s %j is answered with %j', (handshake, method, asked, answer) => {
    expect(answerQuery(handshake, { method, query: asked }, isToken)).toBe(answer);
  });

  it.each([
    ['slack', { type: 'url_verification', challenge: 'c' }, 'c'],
    ['slack', { type: 'event_callback', challenge: 'c' }, undefined],
    ['slack', { type: 'url_verification', challenge: 1 }, undefined],
    ['slack', ['url_verification'], undefined],
    ['none', { type: 'url_verification', challenge: 'c' }, undefined],
  ] as const)('of %s by the body %j is answered with %j', (handshake, body, answer) => {
    expect(answerChallenge(handshake, body)).toBe(answer);
  });

  it('greets, and no more', () => {
    expect(isGreeting('github', { 'x-github-event': 'ping' })).toBe(true);
    expect(isGreeting('github', { 'x-github-event': 'issues' })).toBe(false);
    expect(isGreeting('none', { 'x-github-event': 'ping' })).toBe(false);
  });
});

describe('deliveries that wait', () => {
  const jobs: Readonly<Record<string, readonly string[]>> = {
    'c1 a': ['j1', 'j2'],
    'c1 b': ['j3'],
    'c2 a': [],
  };
  const jobsOf = (connectionId: string, stream: string) => jobs[`${connectionId} ${stream}`] ?? [];

  it('become the fewest runs that read each named record of each job once', () => {
    const delivery = fc.record({
      id: fc.uuid(),
      believed: fc.constantFrom('nothing', 'record', 'deletion'),
      deliveryId: fc.uuid(),
      connectionId: fc.constantFrom('c1', 'c2'),
      stream: fc.constantFrom('a', 'b'),
      externalIds: fc.uniqueArray(fc.integer({ min: 0, max: 150 }).map(String), {
        minLength: 1,
        maxLength: 60,
      }),
    });
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 30 }), (deliveries) => {
        const runs = coalesceDeliveries(deliveries, jobsOf);
        for (const job of ['j1', 'j2', 'j3']) {
          const wanted = new Set(
            deliveries
              .filter(({ connectionId, stream }) => jobsOf(connectionId, stream).includes(job))
              .flatMap(({ externalIds }) => externalIds),
          );
          const read = runs.filter(({ jobId }) => jobId === job).flatMap(({ externalIds }) => externalIds);
          expect(read.sort()).toEqual([...wanted].sort());
          expect(runs.filter(({ jobId }) => jobId === job)).toHaveLength(Math.ceil(wanted.size / 100));
        }
        for (const { from, externalIds } of runs)
          for (const at of from)
            expect(deliveries[at]!.externalIds.some((id) => externalIds.includes(id))).toBe(true);
        for (const { from, deliveryIds } of runs)
          expect(deliveryIds).toEqual(
            from.flatMap((at) => (deliveries[at]!.believed === 'nothing' ? [] : [deliveries[at]!.id])),
          );
      }),
    );
  });

  it('say who asked', () => {
    const one = {
      ...{ id: '1', deliveryId: 'd-1', connectionId: 'c1', stream: 'b', externalIds: ['x'] },
      believed: 'nothing' as const,
    };
    expect(coalesceDeliveries([one], jobsOf)).toEqual([
      { jobId: 'j3', externalIds: ['x'], from: [0], actor: 'webhook d-1', deliveryIds: [] },
    ]);
    expect(coalesceDeliveries([one, { ...one, deliveryId: 'd-2' }], jobsOf)).toMatchObject([
      { externalIds: ['x'], from: [0, 1], actor: 'webhook, 2 deliveries' },
    ]);
  });
});
