import { describeProblem } from '@evenkeel/domain';
import type { Counter, Logger, Timers } from '@evenkeel/ports';
import type { Kafka } from 'kafkajs';
import { ConsumerSession } from './consumer-session.js';
import { within } from './deadline.js';
import { isOutage } from './outage.js';
import type { TopicInbox } from './topic-inbox.js';
import type { TopicKeeper } from './topic-keeper.js';

export interface ServiceConsumerOptions {
  readonly service: string;
  readonly groupId: string;
  readonly kafka: Kafka;
  readonly topics: TopicKeeper;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly crashes: Counter;
  /** Something is wrong that waiting does not heal; the process is to end. */
  readonly onFatal: (error: unknown) => void;
}

const JOIN_WITHIN_MS = 45_000;
const FATAL_CRASHES = 5;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;

/** A service's membership in its group, through any number of consumer lives and outages of any length. */
export class ServiceConsumer {
  readonly #inboxes = new Map<string, TopicInbox>();
  readonly #stopping = new AbortController();
  #session: ConsumerSession | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly options: ServiceConsumerOptions) {}

  get groupId(): string {
    return this.options.groupId;
  }

  get topics(): readonly string[] {
    return [...this.#inboxes.keys()];
  }

  get isJoined(): boolean {
    return this.#session?.isJoined ?? false;
  }

  /** `topic` is the name at the broker. A member that has joined joins anew with the topic. */
  add(topic: string, inbox: TopicInbox): void {
    this.#inboxes.set(topic, inbox);
    this.rejoin('a topic was added');
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the present life of the consumer; the next begins at once. */
  rejoin(why: string): void {
    this.#session?.end(new Rejoin(why));
  }

  resume(topic: string): void {
    this.#session?.resume(topic);
  }

  /** Waits for the handlers under way, commits what they did, and lets go. */
  async stop(): Promise<void> {
    this.#session?.pause();
    await Promise.all([...this.#inboxes.values()].map((inbox) => inbox.close()));
    this.#stopping.abort();
    this.#session?.end(undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let crashes = 0;
    while (!this.#stopping.signal.aborted) {
      const { reason, wasOfUse } = await this.#live();
      if (this.#stopping.signal.aborted || reason instanceof Rejoin) continue;
      this.#report(reason);
      if (wasOfUse) [pauseMs, crashes] = [FIRST_PAUSE_MS, 0];
      crashes += isOutage(reason) ? 0 : 1;
      if (crashes >= FATAL_CRASHES) {
        this.options.onFatal(reason);
        return;
      }
      await this.options.timers.sleep(pauseMs, this.#stopping.signal).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** One life of the consumer, from joining to its end. */
  async #live(): Promise<{ readonly reason: unknown; readonly wasOfUse: boolean }> {
    const { kafka, groupId, timers, logger, topics } = this.options;
    const session = new ConsumerSession({ kafka, groupId, inboxes: new Map(this.#inboxes), timers, logger });
    this.#session = session;
    let reason: unknown;
    try {
      const started = topics
        .make(this.topics)
        .then(() => within(timers, JOIN_WITHIN_MS, 'Joining', session.start()))
        .then(() => session.ended);
      // It may be asked to end while it still joins.
      reason = await Promise.race([started, session.ended]);
    } catch (error) {
      reason = error;
    }
    await session.close();
    this.#session = undefined;
    return { reason, wasOfUse: session.wasOfUse };
  }

  #report(reason: unknown): void {
    const { service, crashes, logger } = this.options;
    crashes.add(1, { service, reason: isOutage(reason) ? 'outage' : 'error' });
    const { message } = describeProblem(reason);
    if (isOutage(reason)) logger.warn('Kafka is away; trying again', { consumer: service, error: message });
    else logger.error('A Kafka consumer crashed', { consumer: service, error: message });
  }
}

class Rejoin extends Error {}
