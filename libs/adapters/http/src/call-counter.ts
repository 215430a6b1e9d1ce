import { SyncError, type ConnectionId } from '@evenkeel/domain';
import type { CallCounts, CallTally, Logger, Repeating, Timers } from '@evenkeel/ports';

const SAVE_EVERY_MS = 2_000;

interface CallCounterNeeds {
  readonly tally: CallTally;
  readonly timers: Timers;
  readonly log: Logger;
}

type MutableCallCounts = { -readonly [Key in keyof CallCounts]: CallCounts[Key] };

/** Counts how calls went and tells the tally now and then: a figure that may be a little late, and cost nothing. */
export class CallCounter {
  private counts = new Map<ConnectionId, MutableCallCounts>();
  private saving: Repeating | undefined;

  constructor(private readonly around: CallCounterNeeds) {}

  /** `error` is what a call ended with; undefined for one that went well. */
  count(connectionId: ConnectionId, error?: unknown): void {
    const counted = this.of(connectionId);
    counted.calls += 1;
    if (isTrouble(error)) counted.troubled += 1;
  }

  countNotModified(connectionId: ConnectionId): void {
    this.count(connectionId);
    this.of(connectionId).notModified += 1;
  }

  async stop(): Promise<void> {
    await this.saving?.stop();
    await this.save();
  }

  private of(connectionId: ConnectionId): MutableCallCounts {
    const counted = this.counts.get(connectionId) ?? { calls: 0, troubled: 0, notModified: 0 };
    this.counts.set(connectionId, counted);
    this.saving ??= this.around.timers.every(SAVE_EVERY_MS, () => this.save());
    return counted;
  }

  private async save(): Promise<void> {
    const { counts } = this;
    this.counts = new Map();
    for (const [connectionId, counted] of counts) {
      await this.around.tally.add(connectionId, counted).catch((error: unknown) => {
        this.around.log.warn('calls were not counted', { connectionId, error: String(error) });
      });
    }
  }
}

function isTrouble(error: unknown): boolean {
  const status = error instanceof SyncError ? (error.status ?? 0) : 0;
  return status === 429 || status >= 500;
}
