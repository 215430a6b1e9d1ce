import {
  deliverySteps,
  describeProblem,
  type DeliveryStep,
  KeyQueues,
  type StepResult,
} from '@evenkeel/domain';
import type { Counter, Gauge, Logger, StuckMessages, Timers } from '@evenkeel/ports';

export interface InboxOptions<Payload> {
  readonly topic: string;
  readonly service: string;
  readonly key: (payload: Payload) => string;
  readonly handle: (payloads: readonly Payload[]) => Promise<void>;
  readonly parallelKeys: number;
  readonly batch: number;
  readonly stuckMessages: StuckMessages;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly depth: Gauge;
  readonly delivered: Counter;
}

/** What one service gets of one topic, from the queue to its handler. */
export class Inbox<Payload> {
  readonly #lanes: KeyQueues<Payload>;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #labels: { readonly topic: string; readonly service: string };
  #open = false;
  #scheduled = false;

  constructor(private readonly options: InboxOptions<Payload>) {
    this.#lanes = new KeyQueues({ parallel: options.parallelKeys, batch: options.batch });
    this.#labels = { topic: options.topic, service: options.service };
  }

  put(key: string, payload: Payload): void {
    this.#lanes.add(key, payload);
    this.#schedule();
  }

  open(): void {
    this.#open = true;
    this.#schedule();
  }

  /** Hands over nothing further and waits for the handlers under way; what failed is not tried again. */
  async close(): Promise<void> {
    this.#open = false;
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  /** Handlers begin in a turn of the event loop of their own: never inside a publish, never before sockets and timers. */
  #schedule(): void {
    if (this.#scheduled || !this.#open) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#begin();
    });
  }

  #begin(): void {
    for (let turn = this.#next(); turn !== undefined; turn = this.#next()) {
      const { key, items } = turn;
      const round = this.#deliver(items).finally(() => {
        this.#underWay.delete(round);
        this.#lanes.done(key);
        this.#schedule();
      });
      this.#underWay.add(round);
    }
    this.options.depth.set(this.#lanes.waiting, this.#labels);
  }

  #next(): ReturnType<KeyQueues<Payload>['take']> {
    return this.#open ? this.#lanes.take() : undefined;
  }

  async #deliver(payloads: readonly Payload[]): Promise<void> {
    const steps = deliverySteps(payloads);
    let next = steps.next();
    while (next.done !== true) {
      const result = await this.#take(next.value);
      if (!result.ok && this.#stopping.signal.aborted) return;
      next = steps.next(result);
    }
  }

  async #take(step: DeliveryStep<Payload>): Promise<StepResult> {
    const { handle, timers, stuckMessages, logger, delivered } = this.options;
    try {
      if (step.do === 'pause') await timers.sleep(step.ms, this.#stopping.signal);
      if (step.do === 'handle') {
        await handle(step.payloads);
        delivered.add(step.payloads.length, { ...this.#labels, result: 'handled' });
      }
      if (step.do === 'keep') {
        const { code, message } = describeProblem(step.error);
        await stuckMessages.keep({
          ...this.#labels,
          key: this.options.key(step.payload),
          payload: JSON.stringify(step.payload),
          attempts: step.attempts,
          error: `${code}: ${message}`,
        });
        delivered.add(1, { ...this.#labels, result: 'stuck' });
        logger.error('A message is stuck', {
          ...this.#labels,
          attempts: step.attempts,
          code,
          error: message,
        });
      }
      return { ok: true };
    } catch (error) {
      if (step.do !== 'pause') this.#reportFailure(step, error);
      return { ok: false, error };
    }
  }

  #reportFailure(step: DeliveryStep<Payload>, error: unknown): void {
    const { code, message } = describeProblem(error);
    if (step.do === 'keep') {
      this.options.logger.error('A stuck message could not be kept', {
        ...this.#labels,
        code,
        error: message,
      });
    }
    if (step.do !== 'handle') return;
    this.options.delivered.add(step.payloads.length, { ...this.#labels, result: 'failed' });
    this.options.logger.warn('A handler failed', {
      ...this.#labels,
      messages: step.payloads.length,
      code,
      error: message,
    });
  }
}
