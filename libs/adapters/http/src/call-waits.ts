import {
  CallPostponed,
  LONGEST_WAIT_IN_PLACE_MS,
  NO_TRIES,
  SyncError,
  type CallTries,
  type PostponedFor,
} from '@evenkeel/domain';
import type { CallPatience, CallWatch, Clock, Timers } from '@evenkeel/ports';

/** A wait that lasts longer than its caller is patient. */
export class TooLong extends Error {
  constructor(
    readonly waitMs: number,
    readonly waiting: PostponedFor,
    /** Why there is a wait, where that is known apart from the failure before. */
    readonly why?: Pick<SyncError, 'code' | 'message'>,
  ) {
    super('The wait is too long');
  }
}

/** What the first call of a session has behind it, where it was postponed before: whichever call comes first takes it. */
export class EarlierTries {
  constructor(private tries: CallTries = NO_TRIES) {}

  take(): CallTries {
    const { tries } = this;
    this.tries = NO_TRIES;
    return tries;
  }
}

export interface CallWaitsNeeds {
  readonly patience: CallPatience | undefined;
  readonly watch: CallWatch | undefined;
  readonly timers: Timers;
  readonly clock: Clock;
}

/** The waits of one session's calls: told while they last, and given up where they would be too long. */
export class CallWaits {
  constructor(
    private readonly needs: CallWaitsNeeds,
    private readonly signal: AbortSignal,
  ) {}

  /** Whether `ms` may be waited in place. */
  async allow(ms: number): Promise<boolean> {
    return this.needs.patience?.mayWait(ms) ?? ms <= LONGEST_WAIT_IN_PLACE_MS;
  }

  /** Rejects with {@link TooLong} at once where the wait is. */
  async sleep(ms: number, waiting: PostponedFor, why?: Pick<SyncError, 'code' | 'message'>): Promise<void> {
    if (ms <= 0) return;
    if (!(await this.allow(ms))) throw new TooLong(ms, waiting, why);
    await this.during(waiting, this.needs.timers.sleep(ms, this.signal));
  }

  /** Short waits one after the other, which are too long together: rejects with {@link TooLong} then. */
  series(
    waiting: PostponedFor,
    why: () => Pick<SyncError, 'code' | 'message'>,
  ): (ms: number) => Promise<void> {
    const { clock, timers } = this.needs;
    const begunMs = clock.monotonicMs();
    return async (ms) => {
      if (!(await this.allow(clock.monotonicMs() - begunMs + ms)))
        throw new TooLong(AGAIN_AFTER_MS, waiting, why());
      await timers.sleep(ms, this.signal);
    };
  }

  /** Tells what is waited for while it is. */
  async during<T>(waiting: PostponedFor, wait: Promise<T>): Promise<T> {
    const goOn = this.needs.watch?.waits(waiting);
    try {
      return await wait;
    } finally {
      goOn?.();
    }
  }
}

/** After waiting in vain for something that may come at any time. */
export const AGAIN_AFTER_MS = 1_000;

/** For the caller of the call: why it was postponed, and what it has behind it. */
export function postponed(
  { waitMs, waiting, why }: TooLong,
  tries: CallTries,
  cause: SyncError | undefined,
): CallPostponed {
  const said =
    why ?? cause ?? new SyncError('provider.quota_spent', 'The quota of the connection is used up');
  return new CallPostponed(said, { waitMs, waiting, tries, cause });
}
