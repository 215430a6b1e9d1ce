import type { Logger, Repeating, Timers } from '@evenkeel/ports';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { atMost, letGo, TookTooLong, within } from './deadline.js';
import { TRACE_HEADER } from './message-format.js';
import { PartitionProgress } from './partition-progress.js';
import { spilledValueOf } from './spilled-values.js';
import type { Arrival } from './topic-inbox.js';

/** A record as it came, with where it came from. */
export interface FetchedArrival extends Arrival {
  readonly partition: number;
  readonly message: KafkaMessage;
}

/** Where the records of one topic wait for their handler. */
export interface RecordInbox {
  readonly isFull: boolean;
  put(arrivals: readonly FetchedArrival[]): void;
  /** Forgets what waits: it will be fetched again. */
  clear(): void;
}

export interface ConsumerSessionOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  /** By the name the topic has at the broker. */
  readonly inboxes: ReadonlyMap<string, RecordInbox>;
  /** Where to begin in partitions of which the group has committed nothing, by `topic partition`. Left out: with the first record there is. */
  readonly starts?: ReadonlyMap<string, number>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** The least a broker allows: a killed member's partitions wait for so long. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 1_500;
const REBALANCE_TIMEOUT_MS = 15_000;
/** Also how long a new member waits to join, and how soon a paused topic is fetched again. */
const LONGEST_POLL_MS = 250;
const COMMIT_EVERY_MS = 200;
const COMMIT_WITHIN_MS = 5_000;
const JOIN_ENDS_WITHIN_MS = 4_000;
/** No fetch for so long means that the client hangs, as kafkajs may after a broker restart. */
const SILENCE_MS = 30_000;
const BYTES_PER_PARTITION = 1024 * 1024;

/**
 * One life of a kafkajs consumer. It only fetches, commits and keeps its membership; handlers work in the inboxes, so
 * that no handler, however slow, keeps it from its heartbeats, and none can make it crash.
 */
export class ConsumerSession {
  readonly #consumer: Consumer;
  readonly #progress = new Map<string, PartitionProgress>();
  readonly #ended: Promise<unknown>;
  #end!: (reason: unknown) => void;
  #rounds: Repeating[] = [];
  #lastFetch = performance.now();
  #live = true;
  #starting: Promise<void> = Promise.resolve();
  #joining = false;
  #joined = false;
  #wasOfUse = false;
  readonly #starts: Map<string, number>;

  constructor(private readonly options: ConsumerSessionOptions) {
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    this.#starts = new Map(options.starts);
    this.#consumer = options.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: LONGEST_POLL_MS,
      minBytes: 1,
      // A larger page comes all the same: a broker always gives at least one batch.
      maxBytesPerPartition: BYTES_PER_PARTITION,
      allowAutoTopicCreation: false,
      // A new consumer is made instead: one that crashed may hang while it disconnects, and would never come back.
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: async () => false },
    });
  }

  /** Resolves, when this life is over, with the reason. */
  get ended(): Promise<unknown> {
    return this.#ended;
  }

  get isJoined(): boolean {
    return this.#live && this.#joined;
  }

  /** Whether this life brought any record to its end. */
  get wasOfUse(): boolean {
    return this.#wasOfUse;
  }

  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { CRASH, FETCH, GROUP_JOIN } = this.#consumer.events;
    this.#consumer.on(CRASH, ({ payload }) => this.end(payload.error));
    this.#consumer.on(FETCH, () => void (this.#lastFetch = performance.now()));
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#joinedAs(payload.memberAssignment));
    await this.#consumer.connect();
    // Told to stop while it connected: then nothing is joined that would have to be left again.
    if (!this.#live) return;
    this.#joining = true;
    await this.#consumer.subscribe({ topics: [...this.options.inboxes.keys()], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.#take(payload),
    });
    if (!this.#live) return;
    const { timers } = this.options;
    this.#rounds = [
      timers.every(COMMIT_EVERY_MS, () => this.#commit()),
      timers.every(COMMIT_EVERY_MS, async () => this.#watch()),
    ];
  }

  end(reason: unknown): void {
    this.#end(reason);
  }

  resume(topic: string): void {
    if (this.#live) this.#consumer.resume([{ topic }]);
  }

  /** Takes nothing further, and keeps its membership for as long as handlers work. */
  pause(): void {
    this.#live = false;
  }

  /** Commits the offsets of handled records and releases the partitions. */
  async close(): Promise<void> {
    this.#live = false;
    await Promise.all(this.#rounds.map((round) => round.stop()));
    await this.#commit();
    await this.#letGo();
    for (const inbox of this.options.inboxes.values()) inbox.clear();
    this.#progress.clear();
    this.end(undefined);
  }

  /**
   * A kafkajs consumer that is disconnected while it joins forgets its runner, connects again and keeps partitions that
   * no consumer works on. So a join under way comes to its end first, or is let go of again when it does.
   */
  async #letGo(): Promise<void> {
    const { timers } = this.options;
    const joined = this.#starting.catch(() => undefined);
    if (this.#joining) await atMost(timers, JOIN_ENDS_WITHIN_MS, joined);
    await letGo(timers, this.#consumer);
    await atMost(
      timers,
      JOIN_ENDS_WITHIN_MS,
      joined.then(() => letGo(timers, this.#consumer)),
    );
  }

  #joinedAs(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#joined = true;
    this.#lastFetch = performance.now();
    const mine = new Set(
      Object.entries(assignment).flatMap(([topic, list]) => list.map((p) => `${topic} ${p}`)),
    );
    for (const partition of this.#progress.keys()) {
      if (!mine.has(partition)) this.#progress.delete(partition);
    }
    for (const partition of mine) this.#beginAtStart(partition);
  }

  /** Once only: from then on the group knows how far it is, for the start is committed too. */
  #beginAtStart(name: string): void {
    const startAt = this.#starts.get(name);
    if (startAt === undefined || this.#progress.has(name)) return;
    this.#starts.delete(name);
    this.#progress.set(name, new PartitionProgress(startAt, -1));
    const [topic = '', partition] = name.split(' ');
    this.#consumer.seek({ topic, partition: Number(partition), offset: String(startAt) });
  }

  /** Answers at once: kafkajs sends heartbeats between batches only. */
  #take(payload: EachBatchPayload): void {
    const { batch } = payload;
    const inbox = this.options.inboxes.get(batch.topic);
    if (!this.#live || inbox === undefined) return;
    const partition = `${batch.topic} ${batch.partition}`;
    const progress = this.#progressOf(partition, Number(batch.firstOffset() ?? 0));
    const isRevoked = (): boolean => this.#progress.get(partition) !== progress;
    inbox.put(
      batch.messages.flatMap((message) => {
        const taken = progress.take(Number(message.offset));
        if (taken === undefined) return [];
        const handled = (): void => {
          progress.markHandled(taken);
          this.#wasOfUse = true;
        };
        const { value, headers } = message;
        const { partition: from } = batch;
        const spilled = spilledValueOf(headers);
        const trace = headers?.[TRACE_HEADER]?.toString();
        const arrival = { key: keyOf(message, from), value, spilled, trace, handled, isRevoked };
        return [{ ...arrival, partition: from, message }];
      }),
    );
    payload.resolveOffset(batch.lastOffset());
    if (inbox.isFull) this.#consumer.pause([{ topic: batch.topic }]);
  }

  #progressOf(partition: string, firstOffset: number): PartitionProgress {
    const known = this.#progress.get(partition);
    if (known !== undefined && !known.isOfANewTopic(firstOffset)) return known;
    const progress = new PartitionProgress(firstOffset);
    this.#progress.set(partition, progress);
    return progress;
  }

  /** Failing is no harm: the next round commits the same and more, and at worst records come twice. */
  async #commit(): Promise<void> {
    const news = [...this.#progress].filter(([, progress]) => progress.hasNews);
    if (news.length === 0) return;
    const commits = news.map(([name, progress]) => {
      const [topic = '', partition] = name.split(' ');
      return { progress, topic, partition: Number(partition), offset: String(progress.handledTo) };
    });
    try {
      const offsets = commits.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
      await within(this.options.timers, COMMIT_WITHIN_MS, 'A commit', this.#consumer.commitOffsets(offsets));
      for (const { progress, offset } of commits) progress.committedTo(Number(offset));
    } catch (error) {
      this.options.logger.debug('Offsets could not be committed', { error: String(error) });
    }
  }

  #watch(): void {
    if (performance.now() - this.#lastFetch > SILENCE_MS) {
      this.end(new TookTooLong('A fetch', SILENCE_MS));
    }
  }
}

/** Records of other producers may have none: then those of a partition keep their order. */
function keyOf({ key }: KafkaMessage, partition: number): string {
  return key?.toString() ?? `partition ${partition}`;
}
