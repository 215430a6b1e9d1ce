/** Which calls may use the reserved share of a quota: real-time and manual work is `reserved`, all other `bulk`. */
export type QuotaShare = 'bulk' | 'reserved';

/** No stretch of `perSeconds` seconds, wherever it begins, sees more than `calls` calls. */
export interface Rate {
  readonly calls: number;
  readonly perSeconds: number;
}

/** What a provider allows one credential, as its connection says. */
export interface Quota {
  readonly rate: Rate | null;
  /** Calls under way at one time, of all processes together. */
  readonly concurrency: number | null;
  /** Part of both that bulk work leaves to reserved calls, at least 0 and below 1. */
  readonly reservedShare: number;
}

export const DEFAULT_RESERVED_SHARE = 0.3;

/** Calls of `limit` that bulk work may not use. A limit of very few calls has nothing to reserve. */
export function reservedOf(limit: number, { reservedShare }: Quota): number {
  return Math.floor(limit * reservedShare);
}
