import type { LifecycleEvent } from '@evenkeel/contracts-messages';

/**
 * The one order of all events. Each step is taken by one process at a time: another one that comes meanwhile finds nothing to do.
 */
export abstract class EventLog {
  /** Gives places to what was committed and has none: at most `limit` facts. Gives how many there were. */
  abstract number(limit: number): Promise<number>;
  /**
   * Gives the next events, at most `limit`, to `publish` in their order, and takes them for published when it resolves.
   * Gives how many there were. What was published by a process that died before it could say so is given again.
   */
  abstract publish(
    limit: number,
    publish: (events: readonly LifecycleEvent[]) => Promise<void>,
  ): Promise<number>;
}
