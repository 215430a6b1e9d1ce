import { DEFAULT_TENANT } from '@evenkeel/domain';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@evenkeel/conformance';
import { type RunRequested, runRequested } from '@evenkeel/contracts-messages';
import { kafkaBrokers } from './specs/env.js';
import { KafkaWorld } from './testing/kafka-world.js';
import { canRunABroker, OwnBroker } from './testing/own-broker.js';

jest.setTimeout(120_000);

const uuid = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const run = (seq: number): RunRequested => ({
  tenantId: DEFAULT_TENANT,
  jobId: uuid(seq % 7),
  triggerId: uuid(seq),
});
const seqOf = (payload: RunRequested): number => parseInt(payload.triggerId.slice(-12), 16);

function describeOutages(): void {
  describe('When its broker goes away, the Kafka bus', () => {
    let broker: OwnBroker;
    let world: KafkaWorld;
    beforeAll(async () => {
      broker = await OwnBroker.start();
    });
    afterAll(async () => {
      await broker.close();
    });
    beforeEach(() => {
      world = new KafkaWorld(broker.brokers);
    });
    afterEach(async () => {
      await world.close();
      expect(world.fatal).toEqual([]);
    });

    function listening(): { got: Set<number>; start: () => Promise<void> } {
      const got = new Set<number>();
      const bus = world.join();
      bus.subscribe(runRequested, {
        service: 'reconciler',
        batch: 4,
        handle: async (payloads) => {
          await sleep(3);
          for (const payload of payloads) got.add(seqOf(payload));
        },
      });
      return { got, start: () => bus.start() };
    }

    it('loses nothing that it took when the broker is killed in mid-stream and comes back', async () => {
      const { got, start } = listening();
      await start();
      const sender = world.join();
      const taken: number[] = [];
      let sending = true;
      const stream = (async () => {
        for (let seq = 0; sending; seq += 1) {
          const sent = await sender.publish(runRequested, [run(seq)]).then(
            () => true,
            () => false,
          );
          if (sent) taken.push(seq);
          await sleep(2);
        }
      })();
      await eventually('the stream runs', () => got.size > 100);
      await broker.kill();
      await sleep(3_000);
      await broker.restart();
      const after = taken.length;
      await eventually('the stream runs again', () => taken.length > after + 100, 60_000);
      sending = false;
      await stream;
      await eventually('all that was taken arrived', () => taken.every((seq) => got.has(seq)), 60_000);
    });

    it('begins once the broker is there', async () => {
      await broker.stop();
      const { got, start } = listening();
      await start();
      await sleep(3_000);
      await broker.restart();
      await eventually(
        'a message passes',
        () =>
          world
            .join()
            .publish(runRequested, [run(1)])
            .then(
              () => true,
              () => false,
            ),
        60_000,
      );
      await eventually('it arrived', () => got.has(1), 60_000);
    });
  });

  it('The Kafka bus publishes after a long silence, in which the broker closed its connection', async () => {
    // As brokers do after ten minutes.
    const broker = await OwnBroker.start({ properties: { 'connections.max.idle.ms': '2000' } });
    const world = new KafkaWorld(broker.brokers);
    const got: number[] = [];
    const bus = world.join();
    bus.subscribe(runRequested, {
      service: 'reconciler',
      handle: async (payloads) => void got.push(...payloads.map(seqOf)),
    });
    await bus.start();
    const sender = world.join();
    await sender.publish(runRequested, [run(1)]);
    await sleep(4_000);
    await sender.publish(runRequested, [run(2)]);
    await eventually('both arrived', () => got.length === 2);
    await world.close();
    await broker.close();
  });
}

if (kafkaBrokers() === undefined || !canRunABroker()) {
  describe.skip('Outages of the Kafka broker (KAFKA_BROKERS is not set, or there is no Java)', () =>
    it('are not tested', () => undefined));
} else {
  describeOutages();
}
