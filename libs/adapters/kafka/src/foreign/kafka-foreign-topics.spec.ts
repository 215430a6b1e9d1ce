import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@evenkeel/conformance';
import type { ForeignRecord } from '@evenkeel/ports';
import type { Message } from 'kafkajs';
import { kafkaBrokers } from '../specs/env.js';
import { KafkaWorld } from '../testing/kafka-world.js';
import { runKafkaTool } from '../testing/kafka-tool.js';
import type { KafkaBus } from '../kafka-bus.js';

const brokers = kafkaBrokers() ?? '';
jest.setTimeout(120_000);

function describeForeignTopics(): void {
  describe('A topic of others', () => {
    let world: KafkaWorld;
    let topic: string;
    beforeEach(() => {
      world = new KafkaWorld(brokers);
      topic = `${world.prefix}crm.changes`;
    });
    afterEach(async () => {
      await world.close();
      expect(world.fatal).toEqual([]);
    });

    async function make(partitions = 2): Promise<void> {
      const admin = world.stranger.admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
      await admin.disconnect();
    }

    async function send(...messages: Message[]): Promise<void> {
      const producer = world.stranger.producer();
      await producer.connect();
      await producer.send({ topic, messages });
      await producer.disconnect();
    }

    interface Listening {
      readonly bus: KafkaBus;
      readonly batches: ForeignRecord[][];
      readonly texts: () => (string | null)[];
      readonly state: () => string | undefined;
      poison: string | undefined;
      readonly givenUp: string[];
    }

    function listen(startAt: 'latest' | 'earliest' = 'latest', isOwn = false): Listening {
      const bus = world.join();
      const listening: Listening = {
        bus,
        batches: [],
        texts: () => listening.batches.flat().map(({ text }) => text),
        state: () => bus.foreign.states()[0]?.state,
        poison: undefined,
        givenUp: [],
      };
      bus.foreign.listen([{ topic, startAt, isOwn }], {
        take: async (records) => {
          if (records.some(({ text }) => text === listening.poison)) throw new Error('poison');
          listening.batches.push([...records]);
        },
        giveUp: async ({ text }) => void listening.givenUp.push(String(text)),
      });
      return listening;
    }

    const untilListening = ({ state }: Listening) =>
      eventually('it is listened to', () => state() === 'listening', 60_000);

    it('is read from now on, by all replicas together, and from where they were after they are gone', async () => {
      await make();
      await send({ value: 'old' });
      const one = listen();
      await untilListening(one);
      const other = listen();
      await untilListening(other);
      await send(...Array.from({ length: 20 }, (_, at) => ({ key: `k${at}`, value: `new ${at}` })));
      const texts = () => [...one.texts(), ...other.texts()];
      await eventually('all arrived', () => new Set(texts()).size === 20, 30_000);
      await sleep(500);
      await Promise.all([one.bus.stop(), other.bus.stop()]);
      await send({ value: 'while away' });
      const later = listen();
      await eventually('it goes on', () => later.texts().length > 0, 30_000);
      expect(later.texts()).toEqual(['while away']);
      expect(texts()).not.toContain('old');
    });

    it('keeps the place from which it is read, also where nothing came before its reader was gone', async () => {
      await make(1);
      await send({ value: 'old' });
      const one = listen();
      await untilListening(one);
      await sleep(600);
      await one.bus.stop();
      await send({ value: 'while away' });
      const later = listen();
      await eventually('it goes on', () => later.texts().length > 0, 30_000);
      expect(later.texts()).toEqual(['while away']);
    });

    it('that is not there is told of, is not made, and is read once it is', async () => {
      const one = listen();
      await eventually('it is missing', () => one.state() === 'missing', 30_000);
      expect(one.bus.foreign.states()[0]?.why).toContain('no topic of this name');
      await make(1);
      await untilListening(one);
      await send({ value: 'first' });
      await eventually('it arrived', () => one.texts().length === 1, 30_000);
    });

    it('is handed over together within a moment, and one record that cannot be taken does not hold the others up', async () => {
      await make(1);
      const one = listen();
      await untilListening(one);
      one.poison = 'bad';
      await send({ value: 'a' }, { value: 'bad' }, { value: 'b' });
      await eventually('the others arrived', () => one.texts().includes('b'), 30_000);
      expect(one.givenUp).toEqual(['bad']);
      await send(...Array.from({ length: 300 }, (_, at) => ({ value: String(at) })));
      await eventually('all arrived', () => one.texts().length === 302, 30_000);
      expect(one.batches.slice(2).length).toBeLessThan(10);
    });

    it('is left when it is not wanted any more', async () => {
      await make(1);
      const one = listen();
      await untilListening(one);
      one.bus.foreign.listen([], { take: async () => undefined, giveUp: async () => undefined });
      expect(one.bus.foreign.states()).toEqual([]);
    });

    it.each(['snappy', 'lz4'])("is read where Kafka's own producer compressed it with %s", async (codec) => {
      await make(1);
      const one = listen('earliest');
      const long = 'x'.repeat(200_000);
      await runKafkaTool(
        'console-producer',
        [
          ...['--bootstrap-server', brokers, '--topic', topic, '--compression-codec', codec],
          ...['--property', 'parse.headers=true', '--property', 'headers.delimiter=|'],
        ],
        ['ce_id:1|{"a":1}', `ce_id:2|{"b":"${long}"}`],
      );
      await eventually('both arrived', () => one.texts().length === 2, 60_000);
      expect(one.texts()).toEqual(['{"a":1}', `{"b":"${long}"}`]);
      expect(one.batches.flat()[0]?.headers).toEqual({ ce_id: '1' });
    });
  });
}

if (kafkaBrokers() === undefined) {
  describe.skip('Topics of others (KAFKA_BROKERS is not set)', () => it('are not tested', () => undefined));
} else {
  describeForeignTopics();
}
