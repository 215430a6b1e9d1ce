export interface Repeating {
  /** Resolves when a round under way has ended; no further one begins. */
  stop(): Promise<void>;
}

export abstract class Timers {
  /** Rejects with the signal's reason when it is aborted first. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Resolves when all else that is due, answers of the network above all, has had its turn: for work in slices. */
  abstract turn(): Promise<void>;
  /** Rounds never overlap: the pause is between the end of one and the begin of the next. A round must not reject. */
  abstract every(ms: number, round: () => Promise<void>): Repeating;
}
