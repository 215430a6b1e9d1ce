/** What the provider allows its callers in any stretch of time; callers that ask for more are banned for good. */
export interface CallLimit {
  readonly calls: number;
  readonly perMs: number;
}

/** How close all callers together came to the limit. */
export interface CallUse {
  /** The most calls in any stretch of `perMs`. */
  readonly most: number;
  readonly banned: boolean;
}

/** Counts calls as a provider does that bans for any excess: by when they arrive. */
export class ArrivalCounter {
  private limit: CallLimit | null = null;
  private arrivals: number[] = [];
  private most = 0;

  /** Another limit, counted from now. */
  watch(limit: CallLimit | null): void {
    this.limit = limit;
    this.arrivals = [];
    this.most = 0;
  }

  /** Counts the call; true if its caller is banned. */
  isBanned(nowMs: number): boolean {
    if (this.limit === null) return false;
    const { perMs } = this.limit;
    this.arrivals = this.arrivals.filter((arrival) => arrival > nowMs - perMs);
    this.arrivals.push(nowMs);
    this.most = Math.max(this.most, this.arrivals.length);
    return this.use?.banned ?? false;
  }

  /** Null where nothing is limited. */
  get use(): CallUse | null {
    return this.limit && { most: this.most, banned: this.most > this.limit.calls };
  }
}
