import type { Execution } from './execution.js';
import type { End } from './status-table.js';

/** The execution once it has ended so. The raised epoch takes the right to write away from every process that had it. */
export function endedAs(execution: Execution, { status, reason }: End, now: Date): Execution {
  return { ...execution, status, reason, epoch: execution.epoch + 1, finishedAt: now, heldBy: null };
}
