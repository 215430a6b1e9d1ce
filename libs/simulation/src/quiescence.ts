import type { Monitor } from './monitor.js';
import type { StatementGates } from './statement-gates.js';

const ROUNDS = 4;

/** Lets everything that can run without the scheduler run: promises, and what the driver has to tell. */
async function letRun(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Resolves when nothing moves any more: every statement that was let through has been answered or waits for a lock
 * that somebody else holds.
 */
export async function settle(gates: StatementGates, monitor: Monitor): Promise<void> {
  await letRun();
  while (gates.unanswered.length > 0) {
    const { active, blocked } = await monitor.stateOf(gates.unanswered);
    for (const pid of gates.unanswered) if (!active.has(pid)) gates.markAnswered(pid);
    await letRun();
    if (gates.unanswered.every((pid) => blocked.has(pid))) return;
  }
}
