import type { TokenRow } from './token-row.js';

/** A token is refreshed this long before it ends, and a short-lived one in the last quarter of its life. */
const REFRESH_BEFORE_MS = 300_000;
const SHARE_OF_LIFETIME = 0.25;
/** The longest wait before another process's refresh is looked at again. */
const LOOK_AGAIN_MS = 250;

/**
 * `use`: the kept token is good, or good enough while another process refreshes it. `refresh`: it is the caller's turn.
 * `wait`: another process's refresh will give the token.
 */
export type TokenDecision =
  | { readonly kind: 'use' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'wait'; readonly waitMs: number };

/** @param refused the generation that the provider has just refused; null where none was. */
export function decideToken(row: TokenRow, refused: number | null, nowMs: number): TokenDecision {
  const isUsable = row.generation > 0 && row.generation !== refused && untilMs(row.expiresAtMs) > nowMs;
  if (isUsable && !isDue(row, nowMs)) return { kind: 'use' };
  const busyMs = (row.refreshUntilMs ?? 0) - nowMs;
  if (busyMs <= 0) return { kind: 'refresh' };
  return isUsable ? { kind: 'use' } : { kind: 'wait', waitMs: Math.min(busyMs, LOOK_AGAIN_MS) };
}

/** How long before its end a token is refreshed. */
export function refreshMarginMs(lifetimeMs: number | null): number {
  return Math.min(REFRESH_BEFORE_MS, Math.floor((lifetimeMs ?? Infinity) * SHARE_OF_LIFETIME));
}

/** Takes the turn that {@link decideToken} gave. The process that has it tells within `leaseMs` how it went. */
export function takeTurn(row: TokenRow, leaseMs: number, nowMs: number): TokenRow {
  return { ...row, turn: row.turn + 1, refreshUntilMs: nowMs + leaseMs };
}

/**
 * A turn has given a token. It is kept unless a later turn has already given one: of two refresh tokens the one that the
 * provider gave last is the one that it still takes.
 */
export function keepToken(
  row: TokenRow,
  { turn, lifetimeMs }: { readonly turn: number; readonly lifetimeMs: number | null },
  nowMs: number,
): TokenRow | undefined {
  if (turn <= row.generation) return undefined;
  const expiresAtMs = lifetimeMs === null ? null : nowMs + lifetimeMs;
  return { ...endTurn(row, turn), generation: turn, expiresAtMs, lifetimeMs };
}

/** A turn is over; that of another is not touched. */
export function endTurn(row: TokenRow, turn: number): TokenRow {
  return row.turn === turn ? { ...row, refreshUntilMs: null } : row;
}

function isDue({ expiresAtMs, lifetimeMs }: TokenRow, nowMs: number): boolean {
  return untilMs(expiresAtMs) - refreshMarginMs(lifetimeMs) <= nowMs;
}

function untilMs(momentMs: number | null): number {
  return momentMs ?? Infinity;
}
