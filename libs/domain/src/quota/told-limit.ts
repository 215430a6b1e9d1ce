import type { LimitReport } from './learn-limit.js';
import { cutPause } from './pause.js';

/** What an answer says of one limit, as far as it says it. */
export interface ToldLimit {
  readonly remaining?: number | undefined;
  readonly limit?: number | undefined;
  readonly used?: number | undefined;
  /** Until it starts afresh. */
  readonly resetInMs?: number | undefined;
  /** How much comes back in a second, where it does not start afresh at once. */
  readonly refillPerSecond?: number | undefined;
  /** What is left to others: that much counts as nothing. */
  readonly reserve: number;
}

/**
 * A limit to be kept; undefined where the answer does not say what is left, or until when. A limit that starts afresh in the past says
 * nothing: what comes then is a wait that the provider asks for by itself.
 */
export function reportOfLimit(told: ToldLimit): LimitReport | undefined {
  const { used, reserve } = told;
  const limit = Number.isFinite(told.limit) ? told.limit : undefined;
  const remaining = told.remaining ?? (limit !== undefined && used !== undefined ? limit - used : undefined);
  if (remaining === undefined || !Number.isFinite(remaining)) return undefined;
  const left = Math.max(0, Math.floor(remaining - reserve));
  const resetInMs = cutPause(told.resetInMs ?? refillMs({ ...told, limit, remaining }) ?? 0);
  if (resetInMs === 0) return undefined;
  return { limit: Math.max(0, Math.floor(limit ?? remaining)), remaining: left, resetInMs };
}

/** Until one more may be made, or until everything is there again where there is something left. */
function refillMs(told: ToldLimit & { readonly remaining: number }): number | undefined {
  const { refillPerSecond, remaining, reserve, limit = remaining } = told;
  if (refillPerSecond === undefined || !(refillPerSecond > 0)) return undefined;
  const wanted = remaining - reserve < 1 ? reserve + 1 : limit;
  return (Math.max(0, wanted - remaining) / refillPerSecond) * 1000;
}

/** Of several limits the one that will stop us first; of those that are used up, the one that does so for longest. */
export function strictestLimit(reports: readonly LimitReport[]): LimitReport | undefined {
  return reports.reduce<LimitReport | undefined>(
    (strictest, report) => (strictest === undefined || isStricter(report, strictest) ? report : strictest),
    undefined,
  );
}

function isStricter(one: LimitReport, other: LimitReport): boolean {
  if (one.remaining !== other.remaining) return one.remaining < other.remaining;
  return one.resetInMs > other.resetInMs;
}
