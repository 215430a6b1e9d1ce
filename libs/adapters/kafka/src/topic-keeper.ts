import type { Logger, Timers } from '@evenkeel/ports';
import type { Admin, Kafka } from 'kafkajs';
import { letGo } from './deadline.js';

export interface TopicKeeperOptions {
  readonly kafka: Kafka;
  readonly timers: Timers;
  readonly logger: Logger;
}

const PARTITIONS = 6;
const CONFIG = [{ name: 'cleanup.policy', value: 'delete' }];

/** Makes topics that are missing, and answers questions about them. */
export class TopicKeeper {
  readonly #known = new Set<string>();
  #admin: Promise<Admin> | undefined;
  #closed = false;

  constructor(private readonly options: TopicKeeperOptions) {}

  /** Makes those that are missing; those seen before are believed to be there. */
  async ensure(topics: readonly string[]): Promise<void> {
    const unknown = topics.filter((topic) => !this.#known.has(topic));
    if (unknown.length > 0) await this.make(unknown);
  }

  /** Looks at the broker and makes those that are missing. Resolves with them. */
  async make(topics: readonly string[]): Promise<readonly string[]> {
    return this.ask(async (admin) => {
      const present = new Set(await admin.listTopics());
      const missing = topics.filter((topic) => !present.has(topic));
      if (missing.length > 0) {
        // False: others made them in the meantime, and not every broker lists them yet.
        const made = await admin.createTopics({
          waitForLeaders: true,
          topics: missing.map((topic) => ({ topic, numPartitions: PARTITIONS, configEntries: CONFIG })),
        });
        if (made) this.options.logger.info('Made topics', { topics: missing });
      }
      for (const topic of topics) this.#known.add(topic);
      return missing;
    });
  }

  forget(topic: string): void {
    this.#known.delete(topic);
  }

  /** Rejects when the broker does; the next question then gets a client of its own. */
  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('The connection to Kafka is closed');
    const current = (this.#admin ??= this.#connect());
    try {
      return await question(await current);
    } catch (error) {
      if (this.#admin === current) this.#admin = undefined;
      void current.then(
        (admin) => letGo(this.options.timers, admin),
        () => undefined,
      );
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const admin = await this.#admin?.catch(() => undefined);
    this.#admin = undefined;
    if (admin !== undefined) await letGo(this.options.timers, admin);
  }

  async #connect(): Promise<Admin> {
    const admin = this.options.kafka.admin({
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    });
    await admin.connect();
    return admin;
  }
}
