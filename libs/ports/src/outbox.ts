export interface OutboxEntry {
  readonly topic: string;
  readonly payload: unknown;
  /** W3C `traceparent` of what it follows from; left out: nothing is followed. */
  readonly trace?: string;
}

/** Messages that were committed together with rows and still have to be published. */
export abstract class Outbox {
  /**
   * Takes up to `limit` entries that no other process has taken, gives them to `publish`, and forgets them when it resolves.
   * Returns how many there were.
   */
  abstract drain(limit: number, publish: (entries: readonly OutboxEntry[]) => Promise<void>): Promise<number>;
  /** Calls `listener` after each commit of this process that added entries. */
  abstract onAdded(listener: () => void): void;
}
