import { CallPostponed, nextDelayMs, NO_TRIES, type PageDelays } from '@evenkeel/domain';
import type { ChunkLease } from './chunk-lease.js';

/** The waits between the pages of one chunk. */
export class PagePauses {
  private lastMs = 0;

  constructor(
    private readonly delays: PageDelays,
    private readonly lease: ChunkLease,
  ) {}

  /** A place is not kept to sleep in, here as anywhere else: rejects with a {@link CallPostponed} where the wait is long. */
  async beforeNext(): Promise<void> {
    const { lease, lastMs } = this;
    const delayMs = nextDelayMs(this.delays, { lastMs, hasFailed: lease.takeFailedCalls() > 0 });
    this.lastMs = delayMs;
    if (delayMs === 0) return;
    if (await lease.patience.mayWait(delayMs)) return lease.pause(delayMs);
    const message = `The job waits ${delayMs / 1000} s between its batches`;
    const why = { code: 'provider.quota_spent', message } as const;
    throw new CallPostponed(why, { waitMs: delayMs, waiting: 'quota', tries: NO_TRIES });
  }
}
