import type { Problem } from '../errors/sync-error.js';

/** Calls that were granted and may be made until a moment, by share. */
export interface GrantedCalls {
  /** The last moment at which one of them may begin, by the database's clock. */
  readonly untilMs: number;
  readonly bulk: number;
  readonly reserved: number;
}

/** Calls that a holder (a process) may have under way. */
export interface HeldCalls {
  readonly holder: string;
  readonly bulk: number;
  readonly reserved: number;
  /** When the last of them has ended at the latest, should the holder never be heard of again. */
  readonly untilMs: number;
}

/** What the provider's own headers said last about a limit that starts afresh at a fixed moment. */
export interface LearntLimit {
  readonly limit: number;
  /** Calls left until then; grants that were made since are taken off. */
  readonly remaining: number;
  readonly resetMs: number;
}

/** What is known of one credential's calls, in milliseconds of the database's clock. */
export interface LedgerState {
  /** The latest moment at which it was asked: time does not go back for it. */
  readonly askedMs: number;
  readonly granted: readonly GrantedCalls[];
  readonly held: readonly HeldCalls[];
  /** No call is made before; null: open. */
  readonly closedUntilMs: number | null;
  /** Why not; left out or null: no provider asked for it. */
  readonly closedFor?: Problem | null;
  readonly learnt: LearntLimit | null;
}

export const EMPTY_LEDGER: LedgerState = {
  askedMs: 0,
  granted: [],
  held: [],
  closedUntilMs: null,
  learnt: null,
};
