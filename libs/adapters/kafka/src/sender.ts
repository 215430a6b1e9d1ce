import { SyncError } from '@evenkeel/domain';
import type { PageSpill, Timers } from '@evenkeel/ports';
import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import { letGo, within } from './deadline.js';
import { isOutage, isTopicMissing } from './outage.js';
import { MOST_BYTES, spillLarge, type ValuedMessage } from './spilled-values.js';
import type { TopicKeeper } from './topic-keeper.js';
import { registerZstd } from './zstd-codec.js';

export interface SenderOptions {
  readonly kafka: Kafka;
  readonly topics: TopicKeeper;
  readonly spill: PageSpill;
  readonly timers: Timers;
  /** A publish that is not done after this time rejects. */
  readonly deadlineMs: number;
}

type Records = readonly ValuedMessage[];

interface Parcel {
  readonly topic: string;
  readonly records: Records;
  /** Bytes of its values. */
  readonly size: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Sent as they are: compressing them costs more than it saves. */
const SMALL = 2_048;
const RETRY = { retries: 2, initialRetryTime: 100, maxRetryTime: 500 };
const PAUSE_MS = 300;

/**
 * Sends in the order of the calls: one request at a time, which takes along whatever came in meanwhile.
 *
 * A producer that failed is thrown away. Its next request would carry the sequence number of the failed one; if the
 * broker had taken that one after all, it would take the next for a repetition and drop it without a word.
 */
export class Sender {
  readonly #parcels: Parcel[] = [];
  #producer: Promise<Producer> | undefined;
  #sending: Promise<void> | undefined;
  #closed = false;

  constructor(private readonly options: SenderOptions) {
    registerZstd();
  }

  /** @throws SyncError `system.broker`, and `system.database` where a value is too large for a message and cannot be kept. */
  async send(topic: string, records: Records): Promise<void> {
    if (this.#closed) throw new SyncError('system.broker', 'The connection to Kafka is closed');
    const sent = parcelsOf(records).map(
      (parcel) =>
        new Promise<void>((resolve, reject) => {
          this.#parcels.push({ topic, ...parcel, resolve, reject });
        }),
    );
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    await Promise.all(sent);
  }

  /** Sends what was handed in before and takes nothing further. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#sending;
    await this.#disconnect(this.#producer);
  }

  async #sendAll(): Promise<void> {
    while (this.#parcels.length > 0) {
      const load = this.#load();
      try {
        await this.#deliver(await Promise.all(load.map((parcel) => this.#fit(parcel))));
        for (const parcel of load) parcel.resolve();
      } catch (cause) {
        // Those that waited meanwhile have waited just as long.
        for (const parcel of [...load, ...this.#parcels.splice(0)]) parcel.reject(brokerError(parcel, cause));
      }
    }
  }

  async #fit(parcel: Parcel): Promise<Parcel> {
    if (parcel.size <= MOST_BYTES) return parcel;
    const { spill } = this.options;
    const records = await Promise.all(parcel.records.map((record) => spillLarge(spill, record)));
    return { ...parcel, records, size: sizeOf(records) };
  }

  /** The next parcels that go into one request. */
  #load(): Parcel[] {
    let size = 0;
    const count = this.#parcels.findIndex((parcel, i) => {
      size += parcel.size;
      return i > 0 && (size > MOST_BYTES || isSmall(parcel) !== isSmall(this.#parcels[0] as Parcel));
    });
    return this.#parcels.splice(0, count === -1 ? this.#parcels.length : count);
  }

  /** Tries until the deadline, each time with a producer of its own. */
  async #deliver(load: readonly Parcel[]): Promise<void> {
    const { timers, deadlineMs } = this.options;
    const until = performance.now() + deadlineMs;
    for (;;) {
      const attempt = this.#attempt(load);
      try {
        return await within(timers, Math.max(until - performance.now(), 1), 'Publishing', attempt);
      } catch (error) {
        this.#dropProducer(attempt);
        if (isTopicMissing(error)) for (const { topic } of load) this.options.topics.forget(topic);
        else if (!isOutage(error)) throw error;
        if (performance.now() + PAUSE_MS > until) throw error;
        await timers.sleep(PAUSE_MS);
      }
    }
  }

  async #attempt(load: readonly Parcel[]): Promise<void> {
    await this.options.topics.ensure([...new Set(load.map(({ topic }) => topic))]);
    await this.#produce(load);
  }

  async #produce(load: readonly Parcel[]): Promise<void> {
    const producer = await (this.#producer ??= this.#connect());
    const byTopic = new Map<string, Message[]>();
    for (const { topic, records } of load) {
      const messages = byTopic.get(topic) ?? [];
      messages.push(...records);
      byTopic.set(topic, messages);
    }
    await producer.sendBatch({
      acks: -1,
      compression: load.every(isSmall) ? CompressionTypes.None : CompressionTypes.ZSTD,
      topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
    });
  }

  async #connect(): Promise<Producer> {
    const producer = this.options.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: RETRY,
    });
    await producer.connect();
    return producer;
  }

  /** A producer that is disconnected in the middle of an attempt connects again: so once more when that has ended. */
  #dropProducer(attempt: Promise<void>): void {
    const dropped = this.#producer;
    this.#producer = undefined;
    if (dropped === undefined) return;
    void this.#disconnect(dropped);
    void attempt.catch(() => undefined).then(() => this.#disconnect(dropped));
  }

  async #disconnect(connecting: Promise<Producer> | undefined): Promise<void> {
    const producer = await connecting?.catch(() => undefined);
    if (producer !== undefined) await letGo(this.options.timers, producer);
  }
}

/** Parts of the records that fit into one request each; a single larger one is a part of its own. */
function parcelsOf(records: Records): Pick<Parcel, 'records' | 'size'>[] {
  const parcels: { records: ValuedMessage[]; size: number }[] = [];
  for (const record of records) {
    const size = sizeOf([record]);
    const last = parcels.at(-1);
    if (last === undefined || last.size + size > MOST_BYTES) parcels.push({ records: [record], size });
    else {
      last.records.push(record);
      last.size += size;
    }
  }
  return parcels;
}

function sizeOf(records: Records): number {
  return records.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
}

function isSmall({ size }: Parcel): boolean {
  return size < SMALL;
}

function brokerError({ topic }: Parcel, cause: unknown): SyncError {
  if (cause instanceof SyncError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SyncError('system.broker', `Kafka did not take a message for ${topic}: ${why}`, { cause });
}
