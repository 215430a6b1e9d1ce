import { type DeliveryStep, deliverySteps, describeProblem, type StepResult } from '@evenkeel/domain';
import type { Counter, ForeignHandling, ForeignRecord, Logger, Timers } from '@evenkeel/ports';
import type { FetchedArrival, RecordInbox } from '../consumer-session.js';
import { readRecord } from './read-record.js';

export interface ForeignInboxOptions {
  readonly topic: string;
  readonly handling: ForeignHandling;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly delivered: Counter;
  /** Called when the inbox, having been full, has room again. */
  readonly onRoom: () => void;
}

/** So long is waited for others that can be taken together with the first. */
const LINGER_MS = 250;
const TAKEN_TOGETHER = 500;
/** So much may wait here; more stays at the broker. */
const FULL_RECORDS = 1_000;
const FULL_BYTES = 16 * 1024 * 1024;
const LABEL = { service: 'scheduler' } as const;

/** Collects records of one topic for a moment and hands them over together, so that what tells of the same can become one run. */
export class ForeignInbox implements RecordInbox {
  readonly #stopping = new AbortController();
  #waiting: FetchedArrival[] = [];
  #waitingBytes = 0;
  #wasFull = false;
  #round: Promise<void> | undefined;
  #onCrowd: (() => void) | undefined;

  constructor(private readonly options: ForeignInboxOptions) {}

  get isFull(): boolean {
    return this.#waiting.length >= FULL_RECORDS || this.#waitingBytes >= FULL_BYTES;
  }

  put(arrivals: readonly FetchedArrival[]): void {
    for (const arrival of arrivals) {
      this.#waiting.push(arrival);
      this.#waitingBytes += bytesOf(arrival);
    }
    this.#wasFull ||= this.isFull;
    if (this.#waiting.length >= TAKEN_TOGETHER) this.#onCrowd?.();
    this.#begin();
  }

  clear(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#wasFull = false;
  }

  /** Hands over nothing further and waits for what is under way. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.clear();
    await this.#round;
  }

  #begin(): void {
    if (this.#round !== undefined || this.#waiting.length === 0 || this.#stopping.signal.aborted) return;
    this.#round = this.#takeSome().finally(() => {
      this.#round = undefined;
      this.#begin();
    });
  }

  async #takeSome(): Promise<void> {
    await this.#linger();
    if (this.#stopping.signal.aborted) return;
    const taken = this.#waiting.splice(0, TAKEN_TOGETHER);
    for (const arrival of taken) this.#waitingBytes -= bytesOf(arrival);
    if (this.#wasFull && !this.isFull) {
      this.#wasFull = false;
      this.options.onRoom();
    }
    await this.#deliver(taken.filter((arrival) => !arrival.isRevoked()));
  }

  async #linger(): Promise<void> {
    if (this.#waiting.length >= TAKEN_TOGETHER) return;
    const over = new AbortController();
    const end = () => over.abort();
    this.#onCrowd = end;
    this.#stopping.signal.addEventListener('abort', end, { once: true });
    await this.options.timers.sleep(LINGER_MS, over.signal).catch(() => undefined);
    this.#stopping.signal.removeEventListener('abort', end);
    this.#onCrowd = undefined;
  }

  async #deliver(arrivals: readonly FetchedArrival[]): Promise<void> {
    if (arrivals.length === 0) return;
    const steps = deliverySteps(arrivals);
    let next = steps.next();
    while (next.done !== true) {
      const result = await this.#take(next.value);
      if (!result.ok && this.#stopping.signal.aborted) return;
      next = steps.next(result);
    }
  }

  async #take(step: DeliveryStep<FetchedArrival>): Promise<StepResult> {
    const { handling, timers } = this.options;
    try {
      if (step.do === 'pause') await timers.sleep(step.ms, this.#stopping.signal);
      if (step.do === 'handle') {
        await handling.take(step.payloads.map((arrival) => this.#recordOf(arrival)));
        this.#settle(step.payloads, 'handled');
      }
      if (step.do === 'keep') {
        await handling.giveUp(this.#recordOf(step.payload), step.error);
        this.#settle([step.payload], 'stuck');
      }
      return { ok: true };
    } catch (error) {
      if (step.do !== 'pause') this.#report(step, error);
      return { ok: false, error };
    }
  }

  #recordOf({ partition, message }: FetchedArrival): ForeignRecord {
    return readRecord(this.options.topic, partition, message);
  }

  #settle(arrivals: readonly FetchedArrival[], result: 'handled' | 'stuck'): void {
    for (const arrival of arrivals) arrival.handled();
    this.options.delivered.add(arrivals.length, { topic: this.options.topic, ...LABEL, result });
  }

  #report(step: Exclude<DeliveryStep<FetchedArrival>, { do: 'pause' }>, error: unknown): void {
    const { topic, logger, delivered } = this.options;
    const { code, message } = describeProblem(error);
    const records = step.do === 'handle' ? step.payloads.length : 1;
    delivered.add(records, { topic, ...LABEL, result: 'failed' });
    logger.warn('Records of a topic could not be taken', { topic, records, code, error: message });
  }
}

function bytesOf({ value }: FetchedArrival): number {
  return value?.length ?? 0;
}
