/** Tries in all, the first one included. */
export const MOST_ASKS = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** A model that gave no answer that can be used. */
export interface FailedAsk {
  /** At least 1. */
  readonly attempt: number;
  /** For people. */
  readonly cause: string;
  /** Whether another try may help. */
  readonly isPassing: boolean;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly waitMs?: number | undefined;
}

export type AskAgain =
  | { readonly kind: 'again'; readonly waitMs: number; readonly cause: string }
  | { readonly kind: 'give_up'; readonly cause: string };

/** When a model is asked again; the wait doubles, and what the server asks for is kept up to an hour. */
export function askAgain({ attempt, cause, isPassing, waitMs = 0 }: FailedAsk): AskAgain {
  if (!isPassing) return { kind: 'give_up', cause };
  if (attempt >= MOST_ASKS) return { kind: 'give_up', cause: `Asked ${attempt} times: ${cause}` };
  const backoffMs = FIRST_WAIT_MS * 2 ** (attempt - 1);
  return { kind: 'again', waitMs: Math.min(LONGEST_WAIT_MS, Math.max(backoffMs, waitMs)), cause };
}
