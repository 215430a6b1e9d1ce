import { DEFAULT_TENANT } from '@evenkeel/domain';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeMessageBus, eventually } from '@evenkeel/conformance';
import { type PageFetched, pageFetched, type RunRequested, runRequested } from '@evenkeel/contracts-messages';
import { CompressionCodecs, CompressionTypes, type KafkaMessage } from 'kafkajs';
import { kafkaBrokers } from './specs/env.js';
import { KafkaWorld } from './testing/kafka-world.js';
import { TopicInbox } from './topic-inbox.js';

const brokers = kafkaBrokers() ?? '';
jest.setTimeout(90_000);

const uuid = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const run = (job: number, seq: number): RunRequested => ({
  tenantId: DEFAULT_TENANT,
  jobId: uuid(job),
  triggerId: uuid(seq),
});
const seqOf = (payload: RunRequested): number => parseInt(payload.triggerId.slice(-12), 16);
const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

function describeTheKafkaBus(): void {
  describeMessageBus('The Kafka bus', {
    members: 'many',
    open: async () => {
      const world = new KafkaWorld(brokers);
      return { join: () => world.join(), stuck: world.stuckMessages.list, close: () => world.close() };
    },
  });

  describe('The Kafka bus', () => {
    let world: KafkaWorld;
    beforeEach(() => {
      world = new KafkaWorld(brokers);
    });
    afterEach(async () => {
      await world.close();
      expect(world.fatal).toEqual([]);
    });

    async function listening(): Promise<RunRequested[]> {
      const got: RunRequested[] = [];
      const bus = world.join();
      bus.subscribe(runRequested, { service: 'reconciler', handle: async (list) => void got.push(...list) });
      await bus.start();
      return got;
    }

    async function strangersSend(...messages: { key?: string; value: string | null }[]): Promise<void> {
      const producer = world.stranger.producer({ createPartitioner: () => () => 0 });
      await producer.connect();
      await producer.send({ topic: world.prefix + runRequested.topic, messages });
      await producer.disconnect();
    }

    it('writes CloudEvents in binary mode, which anybody can read', async () => {
      await world.join({ source: 'evenkeel/admin' }).publish(runRequested, [run(1, 2)]);
      const consumer = world.stranger.consumer({ groupId: `${world.prefix}stranger`, maxWaitTimeInMs: 100 });
      world.onClose(() => consumer.disconnect());
      await consumer.connect();
      await consumer.subscribe({ topic: world.prefix + runRequested.topic, fromBeginning: true });
      const message = await new Promise<KafkaMessage>((resolve) => {
        void consumer.run({ eachMessage: async (each) => resolve(each.message) });
      });
      const headers = Object.fromEntries(
        Object.entries(message.headers ?? {}).map(([k, v]) => [k, String(v)]),
      );
      expect(headers).toEqual({
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        ce_tenantid: DEFAULT_TENANT,
        ce_source: 'evenkeel/admin',
        ce_type: runRequested.topic,
        ce_time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      });
      expect(message.key?.toString()).toBe(uuid(1));
      expect(JSON.parse(message.value?.toString() ?? '')).toEqual(run(1, 2));
    });

    it('keeps what strangers wrote and nobody can read, at once, and goes on', async () => {
      const got = await listening();
      const sender = world.join();
      await sender.publish(runRequested, [run(1, 1)]);
      await strangersSend(
        { key: 'k', value: '{"half' },
        { value: '{"jobId":"no uuid"}' },
        { key: 'n', value: null },
        { key: 'z', value: 'a\u0000b' },
      );
      await sender.publish(runRequested, [run(1, 2)]);
      await eventually('the good ones arrived', () => got.length === 2);
      await eventually('the others were kept', () => world.stuckMessages.list.length === 4);
      const kept = world.stuckMessages.list.map(({ key, payload, attempts }) => ({ key, payload, attempts }));
      expect(kept).toEqual(
        expect.arrayContaining([
          { key: 'k', payload: '{"half', attempts: 1 },
          { key: 'partition 0', payload: '{"jobId":"no uuid"}', attempts: 1 },
          { key: 'n', payload: '', attempts: 1 },
          { key: 'z', payload: `base64:${Buffer.from('a\u0000b').toString('base64')}`, attempts: 1 },
        ]),
      );
      expect(world.stuckMessages.list[0]?.error).toContain('message.malformed');
    });

    it('carries a page of 5 MB that does not compress through a broker that takes 1 MB, and compresses what does', async () => {
      const sizes: { from: number; to: number }[] = [];
      const got: PageFetched[] = [];
      const bus = world.join();
      spyOnZstd(sizes);
      bus.subscribe(pageFetched, { service: 'ingestion', handle: async (pages) => void got.push(...pages) });
      await bus.start();
      const [record] = pageFetched.example.records;
      const page = (pageNo: number, text: () => string, count: number): PageFetched => ({
        ...pageFetched.example,
        pageNo,
        records: range(count).map((i) => ({ ...record!, data: { i, text: text() } })),
      });
      const pages = [
        page(0, () => randomBytes(3_750).toString('base64'), 1_000),
        page(1, () => 'the same for everyone', 1_000),
      ];
      for (const each of pages) await bus.publish(pageFetched, [each]);
      await eventually('both arrived', () => got.length === 2);
      expect(got).toEqual(pages);
      // What is sent again is compressed again.
      const small = sizes.find(({ from }) => from < 1_000_000)!;
      expect(Math.max(...sizes.map(({ to }) => to))).toBeLessThan(1_000_000);
      expect(small.from / small.to).toBeGreaterThan(10);
      expect(world.spill.values.size).toBe(0);
    });

    it('sends many pages at once in messages that the broker takes', async () => {
      const got: PageFetched[] = [];
      const bus = world.join();
      bus.subscribe(pageFetched, {
        service: 'ingestion',
        batch: 20,
        handle: async (pages) => void got.push(...pages),
      });
      await bus.start();
      const [record] = pageFetched.example.records;
      const pages: PageFetched[] = range(12).map((pageNo) => ({
        ...pageFetched.example,
        pageNo,
        records: [{ ...record!, data: { text: randomBytes(300_000).toString('base64') } }],
      }));
      await bus.publish(pageFetched, pages);
      await eventually('all arrived', () => got.length === 12);
      expect(got).toEqual(pages);
    });

    it('passes over a page whose value was forgotten, and goes on', async () => {
      const got: PageFetched[] = [];
      const bus = world.join();
      const [record] = pageFetched.example.records;
      const page = (pageNo: number, bytes: number): PageFetched => ({
        ...pageFetched.example,
        pageNo,
        records: [{ ...record!, data: { text: randomBytes(bytes).toString('base64') } }],
      });
      await bus.publish(pageFetched, [page(0, 2_000_000)]);
      world.spill.values.clear();
      await bus.publish(pageFetched, [page(1, 10)]);
      bus.subscribe(pageFetched, { service: 'ingestion', handle: async (pages) => void got.push(...pages) });
      await bus.start();
      await eventually('the next arrived', () => got.length === 1);
      expect(got[0]?.pageNo).toBe(1);
      expect(world.stuckMessages.list).toEqual([]);
    });

    it('keeps its membership while a handler takes longer than the session timeout', async () => {
      const calls: number[] = [];
      let done = false;
      const bus = world.join();
      bus.subscribe(runRequested, {
        service: 'reconciler',
        handle: async ([payload]) => {
          calls.push(seqOf(payload as RunRequested));
          if (calls.length > 1) return;
          await sleep(9_000);
          done = true;
        },
      });
      await bus.start();
      await bus.publish(runRequested, [run(1, 1), run(1, 2)]);
      await eventually('the next one came', () => calls.length > 1, 30_000);
      expect(done).toBe(true);
      await bus.stop();
      expect(calls).toEqual([1, 2]);
      expect(world.logger.lines.filter(({ message }) => message.includes('rebalancing'))).toEqual([]);
    });

    it('makes a topic anew that was deleted while it runs', async () => {
      const got = await listening();
      const sender = world.join();
      await sender.publish(runRequested, [run(1, 1), run(1, 2), run(1, 3)]);
      await eventually('they arrived', () => got.length === 3);
      const admin = world.stranger.admin();
      await admin.connect();
      world.onClose(() => admin.disconnect());
      await admin.deleteTopics({ topics: [world.prefix + runRequested.topic] });
      // The first of these may still end in the old topic, and go with it.
      let seq = 4;
      await eventually('messages on the new topic arrive', async () => {
        await sender.publish(runRequested, [run(1, (seq += 1))]);
        await sleep(300);
        return got.some((each) => seqOf(each) > 4);
      });
    });

    it('gives what a member left unhandled to the next one, and nothing that it handled', async () => {
      const first: number[] = [];
      const bus = world.join();
      bus.subscribe(runRequested, {
        service: 'reconciler',
        handle: async ([payload]) => {
          if (seqOf(payload as RunRequested) >= 3) throw new Error('not me');
          first.push(seqOf(payload as RunRequested));
        },
      });
      await bus.start();
      await bus.publish(
        runRequested,
        range(6).map((seq) => run(1, seq)),
      );
      await eventually('it got as far as it can', () => first.length === 3);
      await bus.stop();
      const got = await listening();
      await eventually('the rest arrived', () => got.length === 3);
      expect([...first, ...got.map(seqOf)]).toEqual(range(6));
    });

    it('leaves what handlers cannot take yet at the broker, and fetches it later', async () => {
      const got = new Set<number>();
      let most = 0;
      const put = jest.spyOn(TopicInbox.prototype, 'put');
      const bus = world.join();
      bus.subscribe(runRequested, {
        service: 'reconciler',
        batch: 5,
        handle: async (payloads) => {
          const taken = put.mock.calls.reduce((sum, [arrivals]) => sum + arrivals.length, 0);
          most = Math.max(most, taken - got.size);
          await sleep(2);
          for (const payload of payloads) got.add(seqOf(payload));
        },
      });
      const sender = world.join();
      for (const part of range(40)) {
        await sender.publish(
          runRequested,
          range(100).map((i) => run(i, part * 100 + i)),
        );
      }
      await bus.start();
      await eventually('all arrived', () => got.size === 4_000, 60_000);
      put.mockRestore();
      expect(most).toBeLessThan(4_000);
    });

    it('leaves no member behind when it is stopped while it joins', async () => {
      for (const afterMs of [0, 20, 40, 60, 80, 120, 160]) {
        const bus = world.join();
        bus.subscribe(runRequested, { service: 'reconciler', handle: async () => undefined });
        await bus.start();
        await sleep(afterMs);
        await bus.stop();
      }
      const admin = world.stranger.admin();
      await admin.connect();
      world.onClose(() => admin.disconnect());
      // One that left without a word would stay until its session of 6 s has ended.
      await eventually(
        'no member is left',
        async () => {
          const { groups } = await admin.describeGroups([`${world.prefix}evenkeel.reconciler`]);
          return groups[0]?.members.length === 0;
        },
        2_000,
      );
    });

    it('shows how many messages wait for a service', async () => {
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const bus = world.join();
      bus.subscribe(runRequested, { service: 'reconciler', handle: () => held });
      await bus.start();
      await bus.publish(
        runRequested,
        range(7).map((i) => run(i, i)),
      );
      const depth = (): number | undefined =>
        world.meter.values.get(`queue_depth_messages{${runRequested.topic},reconciler}`);
      await eventually('they are counted', () => depth() === 7);
      release();
      await eventually('none waits', () => depth() === 0);
    });

    it('calls for the end of the process when its consumer crashes five times for other reasons than an outage', async () => {
      const put = jest.spyOn(TopicInbox.prototype, 'put').mockImplementation(() => {
        throw new TypeError('a defect');
      });
      await listening();
      await world.join().publish(runRequested, [run(1, 1)]);
      await eventually('it gave up', () => world.fatal.length === 1, 30_000);
      put.mockRestore();
      expect(world.meter.values.get('consumer_crashes_total{reconciler,error}')).toBe(5);
      world.fatal.length = 0;
    });

    it('says within its deadline that the broker is away, and starts all the same', async () => {
      const bus = world.join({ brokers: ['127.0.0.1:1'], publishDeadlineMs: 1_000 });
      bus.subscribe(runRequested, { service: 'reconciler', handle: async () => undefined });
      await bus.start();
      const begun = performance.now();
      await expect(bus.publish(runRequested, [run(1, 1)])).rejects.toMatchObject({ code: 'system.broker' });
      expect(performance.now() - begun).toBeLessThan(3_000);
      expect(bus.isConnected).toBe(false);
      await bus.stop();
    });
  });
}

/** Notes what the codec was given and what it made of it. */
function spyOnZstd(sizes: { from: number; to: number }[]): void {
  const codec = (CompressionCodecs[CompressionTypes.ZSTD] as () => Codec)();
  CompressionCodecs[CompressionTypes.ZSTD] = (): Codec => ({
    ...codec,
    compress: async (encoder) => {
      const compressed = await codec.compress(encoder);
      sizes.push({ from: encoder.buffer.length, to: compressed.length });
      return compressed;
    },
  });
}

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

if (brokers === '') {
  describe.skip('The Kafka bus (KAFKA_BROKERS is not set)', () => it('is not tested', () => undefined));
} else {
  describeTheKafkaBus();
}
