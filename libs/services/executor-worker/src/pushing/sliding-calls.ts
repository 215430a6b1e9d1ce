import { isToldLater } from '@evenkeel/domain';
import type { IntentAnswer } from '@evenkeel/ports';
import { ClaimLost } from '../reading/chunk-lease.js';
import { lockClaimed } from './lock-claimed.js';
import { beginsBy, idsOf, PARALLEL, stopsOf, type Call, type SendingCalls } from './calls.js';
import { writeCall } from './write-call.js';

/** While so many are marked that were not begun, no further ones are: the transaction that marks them takes about as long as these do. */
const MARKED_LEAST = PARALLEL;
/** As many are marked ahead of a provider that answers fast: fewer transactions for the same calls. */
const MARKED_MOST = 3 * PARALLEL;
/** An answer is kept at the latest when the next one comes after this. */
const KEPT_WITHIN_MS = 50;

interface MarkedCall {
  readonly call: Call;
  readonly beginsByMs: number;
}

interface Keeping {
  readonly answers: readonly IntentAnswer[];
  /** Calls that are marked as sent. */
  readonly next: readonly Call[];
}

/**
 * Makes calls so that always {@link PARALLEL} of them are under way. Beside them, one transaction at a time keeps what was answered and marks
 * what is called next. What was marked and not called is taken back where a reason stops the rest.
 */
export class SlidingCalls {
  private readonly marked: MarkedCall[] = [];
  private readonly events = new Set<Promise<void>>();
  private readonly stops: unknown[] = [];
  private readonly ahead: number;
  private answers: IntentAnswer[] = [];
  private underWay = 0;
  private isKeeping = false;
  private keptAtMs: number;

  constructor(
    private readonly sending: SendingCalls,
    private readonly waiting: Call[],
  ) {
    const { writes, stream } = sending;
    // Where nothing tells later what became of a write, each that is marked ahead is one for a person after a crash.
    const isTold = isToldLater(writes.abilities, stream.readOne !== undefined);
    this.ahead = isTold ? MARKED_MOST : MARKED_LEAST;
    this.keptAtMs = sending.monotonicMs();
  }

  /** Rejects with the first reason for which a call was not made, once none is under way and what was answered is kept. */
  async send(): Promise<void> {
    for (;;) {
      const { reading } = this.sending;
      if (reading.aborted && this.stops.length === 0) this.stops.push(reading.reason);
      if (this.stops.length === 0) this.goOn();
      if (this.events.size === 0) break;
      await Promise.race(this.events);
    }
    if (this.stops.length === 0) return;
    await this.stop();
    throw this.stops[0];
  }

  private goOn(): void {
    while (this.underWay < PARALLEL) {
      const next = this.marked.shift();
      if (next === undefined) break;
      this.underWay += 1;
      this.follow(this.call(next));
    }
    if (!this.isKeeping && this.isKeepingDue()) this.follow(this.keep());
  }

  private isKeepingDue(): boolean {
    if (this.waiting.length > 0 && this.marked.length < MARKED_LEAST) return true;
    if (this.answers.length === 0) return false;
    const isLast = this.underWay === 0 && this.marked.length === 0;
    return isLast || this.sending.monotonicMs() - this.keptAtMs >= KEPT_WITHIN_MS;
  }

  private follow(event: Promise<void>): void {
    const followed = event.finally(() => this.events.delete(followed));
    this.events.add(followed);
  }

  /** It is waited for whatever happens beside it: what was asked has an answer to be kept. */
  private async call({ call, beginsByMs }: MarkedCall): Promise<void> {
    try {
      const called = await writeCall({ ...this.sending, beginsByMs }, call);
      this.answers.push(...(called.answers ?? []));
      this.stops.push(...stopsOf(called));
    } catch (error) {
      this.stops.push(error);
    }
    this.underWay -= 1;
  }

  private async keep(): Promise<void> {
    const nowMs = this.sending.monotonicMs();
    const { answers, next } = { answers: this.answers, next: this.takeNext(nowMs) };
    const beginsByMs = beginsBy(this.sending);
    this.answers = [];
    this.isKeeping = true;
    try {
      await keep(this.sending, { answers, next });
    } catch (error) {
      // Whether it was committed is not known: what was answered is kept again, what may be marked is taken back.
      this.answers.unshift(...answers);
      this.stops.push(error);
    }
    this.marked.push(...next.map((call) => ({ call, beginsByMs })));
    this.keptAtMs = nowMs;
    this.isKeeping = false;
  }

  /** Of a provider that takes its time fewer are marked, so that none of them comes too late. */
  private takeNext(nowMs: number): readonly Call[] {
    const isSlow = nowMs - this.keptAtMs >= KEPT_WITHIN_MS;
    const ahead = isSlow ? MARKED_LEAST : this.ahead;
    const idle = PARALLEL - this.underWay;
    return this.waiting.splice(0, Math.max(0, ahead + idle - this.marked.length));
  }

  /** Where the chunk is another worker's, that one finds out what was marked: it may be calling by now. */
  private async stop(): Promise<void> {
    const { tenant, chunk } = this.sending;
    if (this.answers.length > 0) await tenant.transaction((tx) => tx.pushIntents.answer(this.answers));
    if (this.marked.length === 0) return;
    try {
      await tenant.transaction(async (tx) => {
        await lockClaimed(tx, chunk);
        await tx.pushIntents.takeBack(idsOf(this.marked.map(({ call }) => call)));
      });
    } catch (error) {
      if (!(error instanceof ClaimLost)) throw error;
    }
  }
}

async function keep({ tenant, chunk }: SendingCalls, { answers, next }: Keeping): Promise<void> {
  try {
    await tenant.transaction(async (tx) => {
      if (next.length > 0) await lockClaimed(tx, chunk);
      if (answers.length > 0) await tx.pushIntents.answer(answers);
      if (next.length > 0) await tx.pushIntents.markSent(idsOf(next));
    });
  } catch (error) {
    // What was answered is true, also where another worker has the chunk.
    if (error instanceof ClaimLost && answers.length > 0)
      await tenant.transaction((tx) => tx.pushIntents.answer(answers));
    throw error;
  }
}
