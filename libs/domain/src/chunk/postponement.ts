import type { Problem } from '../errors/sync-error.js';
import { NO_TRIES, type CallTries, type PostponedFor } from '../retry/call-postponed.js';

/** Why a chunk was given back, not to be handed out before a time: its next call would have had to wait until then. */
export interface Postponement {
  readonly waiting: PostponedFor;
  /** Ends the execution where the wait outlasts its time. */
  readonly problem: Problem;
  readonly tries: CallTries;
  /** Pages that were applied then: once there are more, its tries are of an earlier call. */
  readonly pagesApplied: number;
}

/** What the next call of a claimed chunk has behind it. */
export function triesOf({
  postponed,
  pagesApplied,
}: {
  readonly postponed?: Postponement | null;
  readonly pagesApplied: number;
}): CallTries {
  return postponed?.pagesApplied === pagesApplied ? postponed.tries : NO_TRIES;
}

/** What of a chunk says whether its next call has to wait. */
export interface PostponedChunk {
  readonly state: string;
  readonly notBefore?: Date | null;
  readonly postponed?: Postponement | null;
}

/** Until when the chunk waits to be handed out again; undefined: it does not. */
export function postponedUntil({ state, notBefore, postponed }: PostponedChunk): Date | undefined {
  return state === 'planned' && postponed ? (notBefore ?? undefined) : undefined;
}
