import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';
import {
  deliverySteps,
  type DeliveryStep,
  describeProblem,
  KeyQueues,
  type StepResult,
} from '@evenkeel/domain';
import type { Counter, Logger, PageSpill, StuckMessages, Timers, Tracing } from '@evenkeel/ports';
import { asText, fromRecord } from './message-format.js';
import { readSpilled, type SpilledValue } from './spilled-values.js';

/** A record on its way to a handler. */
export interface Arrival {
  readonly key: string;
  readonly value: Buffer | null;
  /** Where the value is instead. */
  readonly spilled?: SpilledValue | undefined;
  /** Its header of W3C trace context. */
  readonly trace?: string | undefined;
  /** Called when the record needs no further attention: handled, or kept as a stuck message. */
  readonly handled: () => void;
  /** Whether its partition has gone to another member, who will get it too. */
  readonly isRevoked: () => boolean;
}

/** What a message follows from, kept beside it. */
export type TraceMarks = Pick<Tracing, 'mark' | 'markOf'>;

export interface TopicInboxOptions {
  readonly definition: MessageDefinition;
  readonly service: string;
  readonly handle: (payloads: readonly PayloadOf<MessageDefinition>[]) => Promise<void>;
  readonly batch: number;
  readonly parallelKeys: number;
  readonly stuckMessages: StuckMessages;
  readonly spill: PageSpill;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly traces?: TraceMarks;
  readonly delivered: Counter;
  /** Called when the inbox, having been full, has room again. */
  readonly onRoom: () => void;
}

function bytesOf({ value, spilled }: Arrival): number {
  return spilled?.bytes ?? value?.length ?? 0;
}

/** So much may wait here; more stays at the broker. */
const FULL_MESSAGES = 500;
const FULL_BYTES = 16 * 1024 * 1024;

/** What one service gets of one topic, from the fetch to its handler. Fetching goes on while handlers work. */
export class TopicInbox {
  readonly #lanes: KeyQueues<Arrival>;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #labels: { readonly topic: string; readonly service: string };
  /** Parsed when their turn comes, and once only. */
  readonly #parsed = new WeakMap<Arrival, PayloadOf<MessageDefinition>>();
  #waitingBytes = 0;
  #wasFull = false;

  constructor(private readonly options: TopicInboxOptions) {
    this.#lanes = new KeyQueues({ parallel: options.parallelKeys, batch: options.batch });
    this.#labels = { topic: options.definition.topic, service: options.service };
  }

  get definition(): MessageDefinition {
    return this.options.definition;
  }

  get isFull(): boolean {
    return this.#lanes.waiting >= FULL_MESSAGES || this.#waitingBytes >= FULL_BYTES;
  }

  put(arrivals: readonly Arrival[]): void {
    for (const arrival of arrivals) {
      this.#waitingBytes += bytesOf(arrival);
      this.#lanes.add(arrival.key, arrival);
    }
    this.#wasFull ||= this.isFull;
    this.#begin();
  }

  /** Forgets what waits: it will be fetched again. */
  clear(): void {
    this.#lanes.clear();
    this.#waitingBytes = 0;
    this.#wasFull = false;
  }

  /** Hands over nothing further and waits for the handlers under way; what failed is not tried again here. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.clear();
    await Promise.all(this.#underWay);
  }

  #begin(): void {
    if (this.#stopping.signal.aborted) return;
    for (let turn = this.#lanes.take(); turn !== undefined; turn = this.#lanes.take()) {
      const { key, items } = turn;
      for (const arrival of items) this.#waitingBytes -= bytesOf(arrival);
      const round = this.#deliver(items.filter((arrival) => !arrival.isRevoked())).finally(() => {
        this.#underWay.delete(round);
        this.#lanes.done(key);
        this.#begin();
      });
      this.#underWay.add(round);
    }
    if (this.#wasFull && this.#lanes.waiting < FULL_MESSAGES / 2 && this.#waitingBytes < FULL_BYTES / 2) {
      this.#wasFull = false;
      this.options.onRoom();
    }
  }

  async #deliver(arrivals: readonly Arrival[]): Promise<void> {
    const steps = deliverySteps(arrivals);
    let next = steps.next();
    while (next.done !== true) {
      const result = await this.#take(next.value);
      if (!result.ok && this.#stopping.signal.aborted) return;
      next = steps.next(result);
    }
  }

  async #take(step: DeliveryStep<Arrival>): Promise<StepResult> {
    try {
      if (step.do === 'pause') await this.options.timers.sleep(step.ms, this.#stopping.signal);
      if (step.do === 'handle') await this.#handle(step.payloads);
      if (step.do === 'keep') await this.#keep(step.payload, step.attempts, step.error);
      return { ok: true };
    } catch (error) {
      if (step.do !== 'pause') this.#reportFailure(step, error);
      return { ok: false, error };
    }
  }

  async #handle(arrivals: readonly Arrival[]): Promise<void> {
    const payloads: PayloadOf<MessageDefinition>[] = [];
    for (const arrival of arrivals) {
      const payload = this.#parsed.get(arrival) ?? (await this.#parse(arrival));
      if (payload !== undefined) payloads.push(payload);
    }
    if (payloads.length > 0) await this.options.handle(payloads);
    for (const arrival of arrivals) arrival.handled();
    this.options.delivered.add(payloads.length, { ...this.#labels, result: 'handled' });
    await this.#forgetSpilled(arrivals);
  }

  /** Undefined where its value was forgotten: it was handled before, or is too old for its sender to wait for it. */
  async #parse(arrival: Arrival): Promise<PayloadOf<MessageDefinition> | undefined> {
    const value = await this.#valueOf(arrival);
    if (value === undefined) return undefined;
    const parsed = fromRecord(this.options.definition, value);
    this.#parsed.set(arrival, parsed);
    if (arrival.trace !== undefined) this.options.traces?.mark(parsed, arrival.trace);
    return parsed;
  }

  async #valueOf({ value, spilled }: Arrival): Promise<Buffer | null | undefined> {
    return spilled === undefined ? value : readSpilled(this.options.spill, spilled);
  }

  /** A value that several services are sent waits until it is old. What cannot be forgotten now does so too. */
  async #forgetSpilled(arrivals: readonly Arrival[]): Promise<void> {
    const names = arrivals.flatMap(({ spilled }) => (spilled === undefined ? [] : [spilled.name]));
    if (names.length === 0 || this.options.definition.to.length > 1) return;
    await this.options.spill.forget(names).catch(() => undefined);
  }

  async #keep(arrival: Arrival, attempts: number, failure: unknown): Promise<void> {
    const { code, message } = describeProblem(failure);
    await this.options.stuckMessages.keep({
      ...this.#labels,
      key: arrival.key,
      payload: asText((await this.#valueOf(arrival)) ?? null),
      attempts,
      error: `${code}: ${message}`,
    });
    arrival.handled();
    this.options.delivered.add(1, { ...this.#labels, result: 'stuck' });
    this.options.logger.error('A message is stuck', { ...this.#labels, attempts, code, error: message });
  }

  #reportFailure(step: DeliveryStep<Arrival>, error: unknown): void {
    const { code, message } = describeProblem(error);
    const fields = { ...this.#labels, code, error: message };
    if (step.do === 'keep') this.options.logger.error('A stuck message could not be kept', fields);
    if (step.do !== 'handle') return;
    this.options.delivered.add(step.payloads.length, { ...this.#labels, result: 'failed' });
    this.options.logger.warn('A handler failed', { ...fields, messages: step.payloads.length });
  }
}
