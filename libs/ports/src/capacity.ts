/** How much this process takes on. */
export abstract class Capacity {
  /** To be read at the same time, at least 1. */
  abstract readonly chunks: number;
  /** So many of them only of the single lane. */
  abstract readonly reserved: number;
  /** After which a call of a provider is given up, in milliseconds; left out: `DEFAULT_CALL_TIMEOUT_MS`. */
  readonly callTimeoutMs?: number;
}
