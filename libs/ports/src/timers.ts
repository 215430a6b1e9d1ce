export interface Repeating {
  /** Resolves when a round under way has ended; no further one begins. */
  stop(): Promise<void>;
}

export abstract class Timers {
  /** Rejects with the signal's reason when it is aborted first. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Lets the event loop run everything that is due, network answers above all, and then resolves: for long synchronous work. */
  abstract yield(): Promise<void>;
  /** Rounds never overlap: the pause is between the end of one and the begin of the next. A round must not reject. */
  abstract every(ms: number, round: () => Promise<void>): Repeating;
}
