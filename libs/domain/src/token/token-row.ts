/** What all processes know of the tokens of one grant. Times are the database's. */
export interface TokenRow {
  /** Counts the refreshes that were begun. */
  readonly turn: number;
  /** Until when the last of them must have said how it went; null: it has. */
  readonly refreshUntilMs: number | null;
  /** The turn that gave the token which is kept; 0: there is none. */
  readonly generation: number;
  /** Null: good until it is refused. */
  readonly expiresAtMs: number | null;
  readonly lifetimeMs: number | null;
}

export const NO_TOKEN: TokenRow = {
  turn: 0,
  refreshUntilMs: null,
  generation: 0,
  expiresAtMs: null,
  lifetimeMs: null,
};
