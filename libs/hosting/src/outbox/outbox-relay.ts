import { AsyncResource } from 'node:async_hooks';
import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';
import { describeProblem } from '@evenkeel/domain';
import type {
  Counter,
  Logger,
  MessageBus,
  Meter,
  Outbox,
  OutboxEntry,
  Repeating,
  StuckMessages,
  Timers,
  Tracing,
} from '@evenkeel/ports';

const SWEEP_EVERY_MS = 200;
const ENTRIES_AT_ONCE = 500;

export interface RelaySurroundings {
  readonly outbox: Outbox;
  readonly bus: MessageBus;
  readonly stuckMessages: StuckMessages;
  readonly timers: Timers;
  readonly log: Logger;
  readonly meter: Meter;
  readonly tracing: Tracing;
  readonly catalog: readonly MessageDefinition[];
  /** Name under which entries that cannot be published are kept. */
  readonly process: string;
}

/**
 * Carries committed messages from the outbox to the bus: at once after a commit of this process, and in a sweep for what
 * other processes left behind.
 */
export class OutboxRelay {
  private readonly definitions: ReadonlyMap<string, MessageDefinition>;
  private readonly published: Counter;
  private sweeping: Repeating | undefined;
  private draining: Promise<void> | undefined;
  private addedMeanwhile = false;
  private failing = false;

  constructor(private readonly surroundings: RelaySurroundings) {
    const { catalog, meter } = surroundings;
    this.definitions = new Map(catalog.map((definition) => [definition.topic, definition]));
    this.published = meter.counter('outbox_published_total');
  }

  /** The bus must be started. */
  start(): void {
    // What follows a message is done by the engine, not for the request whose commit has woken it.
    this.surroundings.outbox.onAdded(AsyncResource.bind(() => this.wake()));
    this.sweeping = this.surroundings.timers.every(SWEEP_EVERY_MS, () => this.drain());
  }

  /** Ends after one more attempt; what the bus no longer takes is left to the other processes, or to the next start. */
  async stop(): Promise<void> {
    await this.sweeping?.stop();
    this.sweeping = undefined;
    await this.drain();
  }

  private wake(): void {
    // The promise of the drain never rejects.
    if (this.sweeping !== undefined) void this.drain();
  }

  private async drain(): Promise<void> {
    this.addedMeanwhile = true;
    this.draining ??= this.drainAll().finally(() => (this.draining = undefined));
    await this.draining;
  }

  private async drainAll(): Promise<void> {
    try {
      while (this.addedMeanwhile) {
        this.addedMeanwhile = false;
        const taken = await this.surroundings.outbox.drain(ENTRIES_AT_ONCE, (entries) =>
          this.publish(entries),
        );
        if (taken === ENTRIES_AT_ONCE) this.addedMeanwhile = true;
      }
      if (this.failing) this.surroundings.log.info('outbox is drained again');
      this.failing = false;
    } catch (error) {
      // One line when it begins, not five a second while the broker is away.
      if (!this.failing) {
        this.surroundings.log.warn('outbox not drained, trying again', {
          error: describeProblem(error).message,
        });
      }
      this.failing = true;
    }
  }

  private async publish(entries: readonly OutboxEntry[]): Promise<void> {
    for (const topic of new Set(entries.map((entry) => entry.topic))) {
      const ofTopic = entries.filter((entry) => entry.topic === topic);
      const definition = this.definitions.get(topic);
      if (definition === undefined) {
        const payloads = ofTopic.map(({ payload }) => payload);
        await this.keepStuck(topic, payloads, 'No message is sent on this topic');
      } else await this.publishAs(definition, ofTopic);
    }
    this.published.add(entries.length);
  }

  private async publishAs(definition: MessageDefinition, entries: readonly OutboxEntry[]): Promise<void> {
    const fit: PayloadOf<MessageDefinition>[] = [];
    for (const { payload, trace } of entries) {
      const parsed = definition.schema.safeParse(payload);
      if (parsed.success) {
        fit.push(parsed.data);
        if (trace !== undefined) this.surroundings.tracing.mark(parsed.data, trace);
      } else await this.keepStuck(definition.topic, [payload], parsed.error.message);
    }
    if (fit.length > 0) await this.surroundings.bus.publish(definition, fit);
  }

  /** What can never be published must not block what comes after it. */
  private async keepStuck(topic: string, payloads: readonly unknown[], error: string): Promise<void> {
    const { stuckMessages, process, log } = this.surroundings;
    for (const payload of payloads) {
      await stuckMessages.keep({
        topic,
        service: process,
        key: '',
        payload: JSON.stringify(payload),
        attempts: 1,
        error,
      });
    }
    log.error('outbox entries are stuck', { topic, entries: payloads.length, error });
  }
}
