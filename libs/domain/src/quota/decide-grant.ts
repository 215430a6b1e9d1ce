import type { GrantedCalls, HeldCalls, LearntLimit, LedgerState } from './ledger-state.js';
import { reservedOf, type Quota, type QuotaShare, type Rate } from './quota.js';

/**
 * How long a grant may be used. It begins when it is decided, not at a multiple of this: what is decided late in an
 * aligned slot would end before it arrives.
 */
export const GRANT_SLOT_MS = 250;
/** A call that was refused by the limit on calls under way asks again after this. */
const CONCURRENCY_POLL_MS = 50;

export interface GrantRequest {
  readonly quota: Quota;
  readonly share: QuotaShare;
  /** Calls that wait. */
  readonly wanted: number;
  /** Who asks. */
  readonly holder: string;
  /** Its granted calls that have not ended, by share: takes the place of what the ledger thought. */
  readonly inFlight: Readonly<Record<QuotaShare, number>>;
  /** The longest time from the begin of a call to its end. */
  readonly callMs: number;
}

export interface GrantDecision {
  readonly ledger: LedgerState;
  /** Calls that may begin within {@link GRANT_SLOT_MS} from now. */
  readonly calls: number;
  /** In how many milliseconds asking for a further call may succeed. */
  readonly waitMs: number;
  /** Nothing but the calls under way is counted: a call that takes the place of one that has ended changes nothing here. */
  readonly countsOnlyHeld: boolean;
}

/**
 * Kept back between two stretches of calls: by how much clocks may differ and one call may travel longer than another.
 * This is the bound up to which the promise holds: a tenth of the window, at least 50 ms and at most 1 s.
 */
export function keptBackMs(windowMs: number): number {
  return Math.min(1_000, Math.max(50, Math.ceil(windowMs / 10)));
}

/**
 * How many of the wanted calls may be made. Never more than the quota allows in any window of its length: a grant
 * counts until the window's length and what is kept back have passed since the last moment at which it could be used.
 */
export function decideGrant(before: LedgerState, request: GrantRequest, now: number): GrantDecision {
  const nowMs = Math.max(now, before.askedMs);
  const ledger = { ...withoutThePast(before, request, nowMs), askedMs: nowMs };
  const room = roomFor(ledger, request);
  const calls = Math.max(0, Math.min(request.wanted, room, largestLease(request.quota)));
  const after = calls === 0 ? ledger : withGrant(ledger, request, calls, nowMs);
  const { closedUntilMs, learnt } = after;
  const countsOnlyHeld = request.quota.rate === null && closedUntilMs === null && learnt === null;
  return { ledger: after, calls, waitMs: waitFor(after, request, nowMs), countsOnlyHeld };
}

/** Low rates lease single calls, so that one process does not take what all of them wait for. */
function largestLease({ rate }: Quota): number {
  if (rate === null) return Infinity;
  return Math.max(1, Math.ceil((rate.calls * GRANT_SLOT_MS) / (rate.perSeconds * 1000)));
}

function withoutThePast(ledger: LedgerState, request: GrantRequest, nowMs: number): LedgerState {
  const { quota, holder } = request;
  const { closedUntilMs, learnt } = ledger;
  const countedMs = countedFor(quota);
  const isClosed = closedUntilMs !== null && closedUntilMs > nowMs;
  return {
    ...ledger,
    granted: ledger.granted.filter((granted) => granted.untilMs + countedMs > nowMs),
    held: [
      ...ledger.held.filter((held) => held.holder !== holder && held.untilMs > nowMs),
      ...heldBy(request, nowMs),
    ],
    closedUntilMs: isClosed ? closedUntilMs : null,
    closedFor: isClosed ? (ledger.closedFor ?? null) : null,
    learnt: learnt !== null && learnt.resetMs > nowMs ? learnt : null,
  };
}

function heldBy({ quota, holder, inFlight, callMs }: GrantRequest, nowMs: number): HeldCalls[] {
  if (quota.concurrency === null || inFlight.bulk + inFlight.reserved === 0) return [];
  return [{ holder, ...inFlight, untilMs: nowMs + GRANT_SLOT_MS + callMs }];
}

/** How long after its end a grant still takes room. */
function countedFor({ rate }: Quota): number {
  if (rate === null) return 0;
  return rate.perSeconds * 1000 + keptBackMs(rate.perSeconds * 1000);
}

function roomFor(ledger: LedgerState, request: GrantRequest): number {
  if (ledger.closedUntilMs !== null) return 0;
  return Math.min(
    rateRoom(ledger.granted, request),
    concurrencyRoom(ledger.held, request),
    learntRoom(ledger, request),
  );
}

function rateRoom(granted: readonly GrantedCalls[], { quota, share }: GrantRequest): number {
  return quota.rate === null ? Infinity : roomWithin(quota.rate.calls, granted, quota, share);
}

function concurrencyRoom(held: readonly HeldCalls[], { quota, share }: GrantRequest): number {
  return quota.concurrency === null ? Infinity : roomWithin(quota.concurrency, held, quota, share);
}

function learntRoom({ learnt }: LedgerState, request: GrantRequest): number {
  return learnt === null ? Infinity : roomOf(learnt, request);
}

function roomOf(learnt: LearntLimit, { quota, share }: GrantRequest): number {
  return share === 'reserved' ? learnt.remaining : learnt.remaining - reservedOf(learnt.limit, quota);
}

/** Bulk work stays below the limit less what is reserved; together both stay below the limit. */
function roomWithin(
  limit: number,
  used: readonly Readonly<Record<QuotaShare, number>>[],
  quota: Quota,
  share: QuotaShare,
): number {
  const bulk = used.reduce((sum, calls) => sum + calls.bulk, 0);
  const all = used.reduce((sum, calls) => sum + calls.reserved, bulk);
  return share === 'reserved' ? limit - all : Math.min(limit - all, limit - reservedOf(limit, quota) - bulk);
}

function withGrant(ledger: LedgerState, request: GrantRequest, calls: number, nowMs: number): LedgerState {
  const { quota, share, holder, inFlight } = request;
  const { learnt } = ledger;
  const others = ledger.held.filter((held) => held.holder !== holder);
  const withThese = { ...request, inFlight: { ...inFlight, [share]: inFlight[share] + calls } };
  return {
    ...ledger,
    granted: quota.rate === null ? [] : withCalls(ledger.granted, share, calls, endOfUse(quota.rate, nowMs)),
    held: [...others, ...heldBy(withThese, nowMs)],
    learnt: learnt === null ? null : { ...learnt, remaining: learnt.remaining - calls },
  };
}

/** Rounded up to a sixty-fourth of the window, so that a busy ledger stays short. */
function endOfUse(rate: Rate, nowMs: number): number {
  const step = Math.max(10, Math.floor((rate.perSeconds * 1000) / 64));
  return Math.ceil((nowMs + GRANT_SLOT_MS) / step) * step;
}

function withCalls(
  granted: readonly GrantedCalls[],
  share: QuotaShare,
  calls: number,
  untilMs: number,
): GrantedCalls[] {
  const same = granted.find((entry) => entry.untilMs === untilMs) ?? { untilMs, bulk: 0, reserved: 0 };
  const others = granted.filter((entry) => entry.untilMs !== untilMs);
  return [...others, { ...same, [share]: same[share] + calls }];
}

/** Until the first moment at which, should no other process ask, there is room for one call. */
function waitFor(ledger: LedgerState, request: GrantRequest, nowMs: number): number {
  const closedMs = Math.max(0, (ledger.closedUntilMs ?? 0) - nowMs);
  const busyMs = concurrencyRoom(ledger.held, request) >= 1 ? 0 : CONCURRENCY_POLL_MS;
  return Math.max(
    closedMs,
    learntWait(ledger, request, nowMs),
    busyMs,
    rateWait(ledger.granted, request, nowMs),
  );
}

function learntWait({ learnt }: LedgerState, request: GrantRequest, nowMs: number): number {
  if (learnt === null) return 0;
  return roomOf(learnt, request) >= 1 ? 0 : learnt.resetMs - nowMs;
}

function rateWait(granted: readonly GrantedCalls[], request: GrantRequest, nowMs: number): number {
  const countedMs = countedFor(request.quota);
  let left = [...granted].sort((one, other) => one.untilMs - other.untilMs);
  let waitMs = 0;
  for (const { untilMs } of left) {
    if (rateRoom(left, request) >= 1) break;
    waitMs = untilMs + countedMs - nowMs;
    left = left.slice(1);
  }
  return waitMs;
}
