import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { SimulatedConsumer } from '../workload/consumer/simulated-consumer.js';
import { SimulatedSender } from '../workload/sender/simulated-sender.js';
import { SeededRandom } from '../world/seeded-random.js';
import { DELIVERY_INVARIANTS, findUndelivered, findUntold } from './deliveries.js';
import { NOTHING_YET, type SeenTrigger, type Snapshot } from './snapshot.js';
import type { SeenDelivery } from './told-snapshot.js';

const waiting: SeenDelivery = {
  ...{ id: '1', name: 'delivery-0', state: 'waiting' },
  ...{ externalIds: ['events-0'], triggers: [] },
};
const started: SeenDelivery = { ...waiting, state: 'accepted', triggers: ['t1'] };
const trigger: SeenTrigger = {
  ...{ id: 't1', job: 'events', kind: 'webhook', actor: 'webhook delivery-0', state: 'accepted' },
  ...{ retryOf: null, acceptedAt: '2026-12-01T12:00:00Z', named: ['events-0'] },
};

function judge(before: Partial<Snapshot>, now: Partial<Snapshot>): string | undefined {
  const moments = {
    before: { ...NOTHING_YET, ...before },
    now: { ...NOTHING_YET, ...now },
    perConnection: 1,
  };
  return DELIVERY_INVARIANTS.map(({ find }) => find(moments)).find((problem) => problem !== undefined);
}

describe('what holds of deliveries', () => {
  const taken = { deliveries: [waiting] };
  const run = { deliveries: [started], triggers: [trigger] };

  it('holds while one is kept, starts its run, and is forgotten', () => {
    expect(judge({}, taken)).toBeUndefined();
    expect(judge(taken, run)).toBeUndefined();
    expect(judge(run, { triggers: [trigger] })).toBeUndefined();
  });

  it.each<[string, Partial<Snapshot>, Partial<Snapshot>, RegExp]>([
    ['is kept twice', taken, { deliveries: [waiting, { ...waiting, id: '2' }] }, /kept twice/],
    [
      'starts its run a second time',
      run,
      { deliveries: [{ ...started, triggers: ['t2'] }], triggers: [trigger, { ...trigger, id: 't2' }] },
      /became runs twice/,
    ],
    [
      'leaves a request that none of them became',
      taken,
      { deliveries: [started], triggers: [trigger, { ...trigger, id: 't2' }] },
      /no delivery became that/,
    ],
    [
      'names a record that its run does not read',
      taken,
      { deliveries: [started], triggers: [{ ...trigger, named: ['events-1'] }] },
      /names events-0, and no run/,
    ],
    ['is ignored', taken, { deliveries: [{ ...started, state: 'ignored' }] }, /ignored, although/],
  ])('breaks where one %s', (_, before, now, problem) => {
    expect(judge(before, now)).toMatch(problem);
  });

  it('breaks at the end where one was answered and is not here', async () => {
    const sender = new SimulatedSender(new SeededRandom(1), () => new Date(0));
    const delivery = { name: 'delivery-0', stream: 'events', externalIds: ['events-0'] };
    await expect(sender.send(delivery, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(findUndelivered({ ...NOTHING_YET }, sender)).toBeUndefined();
    await sender.send(delivery, () => Promise.resolve());
    expect(findUndelivered({ ...NOTHING_YET }, sender)).toMatch(/answered, and is not here/);
    expect(findUndelivered({ ...NOTHING_YET, ...taken }, sender)).toMatch(/still waits/);
    expect(findUndelivered({ ...NOTHING_YET, ...run }, sender)).toBeUndefined();
    const weekLater = new Date(8 * 86_400_000).toISOString();
    expect(findUndelivered({ ...NOTHING_YET, at: weekLater }, sender)).toBeUndefined();
  });
});

describe('what others are told', () => {
  const event = (sequence: number, status: string): LifecycleEvent => ({
    ...{ id: `event-${sequence}`, position: sequence, sequence, tenantId: DEFAULT_TENANT, jobId: null },
    ...{ subject: 'executions/e1', type: 'sync.completed', at: '2026-12-01T12:00:00Z', data: { status } },
  });

  it('may come twice, and not with a gap or out of order', () => {
    const consumer = new SimulatedConsumer();
    consumer.take([event(1, 'queued'), event(2, 'running')]);
    consumer.take([event(2, 'running'), event(3, 'completed')]);
    expect([consumer.amiss, consumer.doubled]).toEqual([undefined, 1]);
    consumer.take([event(5, 'completed')]);
    expect(consumer.amiss).toMatch(/number 5 behind number 3/);
    const turned = new SimulatedConsumer();
    turned.take([event(2, 'running'), event(1, 'queued')]);
    expect(turned.amiss).toMatch(/number 2 behind number 0/);
  });

  it('ends with the end of each run', () => {
    const consumer = new SimulatedConsumer();
    const now = { ...NOTHING_YET, executions: [{ id: 'e1', status: 'completed' }] } as unknown as Snapshot;
    expect(findUntold(now, consumer)).toMatch(/nothing was told/);
    consumer.take([event(1, 'running')]);
    expect(findUntold(now, consumer)).toMatch(/running was told/);
    consumer.take([event(2, 'completed')]);
    expect(findUntold(now, consumer)).toBeUndefined();
  });
});
