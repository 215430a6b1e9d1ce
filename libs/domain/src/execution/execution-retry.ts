import type { ExecutionId } from '../ids.js';

/**
 * An execution that ended badly and is not tried again by itself: `dead` waits for a person, `retried` was tried again by
 * one, `discarded` was given up, `resolved` was followed by one that did what it should have done.
 */
export const DEAD_LETTER_STATES = ['dead', 'retried', 'discarded', 'resolved'] as const;
export type DeadLetterState = (typeof DEAD_LETTER_STATES)[number];

/** What trying an execution again as a whole has to do with it. */
export interface ExecutionRetry {
  /** The execution that it tries again. */
  readonly of: ExecutionId | null;
  /** Retries so far, this execution among them; 0: it is none. */
  readonly count: number;
  /** When it is tried again. */
  readonly nextAttemptAt: Date | null;
  readonly deadLetter: DeadLetterState | null;
  /** Who gave it up, and why. */
  readonly note: { readonly actor: string; readonly reason: string } | null;
}

export const NO_RETRY: ExecutionRetry = {
  of: null,
  count: 0,
  nextAttemptAt: null,
  deadLetter: null,
  note: null,
};
