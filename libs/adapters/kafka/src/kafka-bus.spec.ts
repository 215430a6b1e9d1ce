import { randomBytes } from 'node:crypto';
import {
  type BusWorld,
  describeMessageBus,
  ListedLogger,
  ListedMeter,
  ListedStuckMessages,
  RealTimers,
} from '@evenkeel/conformance';
import { KafkaBus } from './kafka-bus.js';
import { kafkaBrokers } from './testing/env.js';

const brokers = kafkaBrokers();

async function openWorld(): Promise<BusWorld> {
  const stuckMessages = new ListedStuckMessages();
  const prefix = `test-${randomBytes(4).toString('hex')}.`;
  const members: KafkaBus[] = [];
  return {
    stuck: stuckMessages.list,
    join: () => {
      const bus = new KafkaBus({
        brokers: [brokers ?? ''],
        prefix,
        stuckMessages,
        timers: new RealTimers(),
        logger: new ListedLogger(),
        meter: new ListedMeter(),
        onFatal: (error) => {
          throw error;
        },
      });
      members.push(bus);
      return bus;
    },
    close: async () => void (await Promise.all(members.map((bus) => bus.stop()))),
  };
}

if (brokers === undefined) {
  describe.skip('The Kafka bus (set KAFKA_BROKERS)', () =>
    it('keeps the promises of a message bus', () => undefined));
} else {
  jest.setTimeout(60_000);
  describeMessageBus('The Kafka bus', { open: openWorld, members: 'many' });
}
