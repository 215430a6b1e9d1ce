import { describeProblem, type TopicStart } from '@evenkeel/domain';
import type { Counter, ForeignHandling, Gauge, ListenedTopicState, Logger, Timers } from '@evenkeel/ports';
import type { Admin, Kafka } from 'kafkajs';
import { ConsumerSession } from '../consumer-session.js';
import { atMost, within } from '../deadline.js';
import { lagOf } from '../lag-watch.js';
import type { TopicKeeper } from '../topic-keeper.js';
import { ForeignInbox } from './foreign-inbox.js';
import { startPositions } from './start-positions.js';
import { stateAfter, TopicMissing } from './topic-problem.js';

export interface TopicListenerOptions {
  /** As the broker calls it. */
  readonly topic: string;
  readonly groupId: string;
  readonly startAt: TopicStart;
  /** It is made where it is missing. */
  readonly isOwn: boolean;
  readonly handling: ForeignHandling;
  readonly kafka: Kafka;
  readonly topics: TopicKeeper;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly delivered: Counter;
  readonly depth: Gauge;
}

const JOIN_WITHIN_MS = 45_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const LOOK_EVERY_MS = 10_000;

/** Reads one topic of others as a member of a group of its own: what is wrong with one topic is no matter for the next, nor for the process. */
export class TopicListener {
  readonly #stopping = new AbortController();
  readonly #inbox: ForeignInbox;
  #session: ConsumerSession | undefined;
  #running: Promise<void> | undefined;
  #problem: Omit<ListenedTopicState, 'topic'> = { state: 'joining', why: null };

  constructor(private readonly options: TopicListenerOptions) {
    const { topic, handling, timers, logger, delivered } = options;
    const onRoom = () => this.#session?.resume(topic);
    this.#inbox = new ForeignInbox({ topic, handling, timers, logger, delivered, onRoom });
  }

  get state(): ListenedTopicState {
    const { topic } = this.options;
    if (this.#session?.isJoined === true) return { topic, state: 'listening', why: null };
    return { topic, ...this.#problem };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Waits for the records under way, commits what was done, and lets go. */
  async stop(): Promise<void> {
    this.#session?.pause();
    await this.#inbox.close();
    this.#stopping.abort();
    this.#session?.end(undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#stopping.signal.aborted) {
      const { reason, wasOfUse } = await this.#live();
      if (this.#stopping.signal.aborted) return;
      this.#report(reason);
      if (wasOfUse) pauseMs = FIRST_PAUSE_MS;
      await this.options.timers.sleep(pauseMs, this.#stopping.signal).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** One life of the consumer, from looking for the topic to its end. */
  async #live(): Promise<{ readonly reason: unknown; readonly wasOfUse: boolean }> {
    const { kafka, groupId, timers, logger, topic, topics } = this.options;
    let session: ConsumerSession | undefined;
    let reason: unknown;
    try {
      const starts = await topics.ask((admin) => this.#prepare(admin));
      if (this.#stopping.signal.aborted) return { reason: undefined, wasOfUse: false };
      const inboxes = new Map([[topic, this.#inbox]]);
      session = new ConsumerSession({ kafka, groupId, inboxes, starts, timers, logger });
      this.#session = session;
      const started = within(timers, JOIN_WITHIN_MS, 'Joining', session.start());
      const looking = timers.every(LOOK_EVERY_MS, () => this.#look());
      started.catch(() => looking.stop());
      reason = await Promise.race([started.then(() => this.#session?.ended), session.ended]);
      // A look may hang at a broker that is away.
      await atMost(timers, 1_000, looking.stop());
    } catch (error) {
      reason = error;
    }
    await session?.close();
    this.#session = undefined;
    return { reason, wasOfUse: session?.wasOfUse ?? false };
  }

  /** Where to begin in what the group does not know yet. Rejects with {@link TopicMissing}. */
  async #prepare(admin: Admin): Promise<ReadonlyMap<string, number>> {
    const { topic, topics, groupId, isOwn, startAt } = this.options;
    if (isOwn) await topics.make([topic]);
    else if (!(await admin.listTopics()).includes(topic)) throw new TopicMissing(topic);
    const [[group], ends] = await Promise.all([
      admin.fetchOffsets({ groupId, topics: [topic] }),
      admin.fetchTopicOffsets(topic),
    ]);
    const positions = startPositions(
      {
        committed: new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)])),
        ends: ends.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) })),
      },
      startAt,
    );
    return new Map([...positions].map(([partition, position]) => [`${topic} ${partition}`, position]));
  }

  /** Fetches from a topic that was deleted go on without a word. */
  async #look(): Promise<void> {
    const { topic, topics, groupId, depth, logger, isOwn } = this.options;
    try {
      const isThere = await topics.ask(async (admin) => (await admin.listTopics()).includes(topic));
      if (!isThere) this.#session?.end(new TopicMissing(topic));
      else
        depth.set(await topics.ask((admin) => lagOf(admin, groupId, topic)), { topic, service: 'scheduler' });
    } catch (error) {
      logger.debug('The lag of a topic is not known', { topic, isOwn, error: String(error) });
    }
  }

  #report(reason: unknown): void {
    const { topic, logger } = this.options;
    const before = this.#problem;
    this.#problem = stateAfter(reason);
    const { state, why } = this.#problem;
    if (before.state === state && before.why === why) return;
    logger.warn('A topic is not read', { topic, state, error: describeProblem(reason).message });
  }
}
