import { ceilingOf } from '../inactivation/decide-close-out.js';
import type { DeleteCeiling } from '../job/job.js';
import type { PushDecision } from './decide-push.js';
import { isEnding } from './write-operation.js';

/** What of a set was deleted, or deactivated, at the provider. */
export interface PushedDeletions {
  /** References that are active now. */
  readonly active: number;
  /** Those that pushes of the last 24 hours have made inactive, or are about to. */
  readonly lately: number;
}

/**
 * The same decisions, with deletions and deactivations left (`parked`) beyond what a job may delete within 24 hours: its ceiling, and never more than half. They
 * stay to be pushed.
 */
export function holdDeletions(
  decisions: readonly PushDecision[],
  { active, lately }: PushedDeletions,
  ceiling: DeleteCeiling,
): readonly PushDecision[] {
  let left = ceilingOf(ceiling, active + lately) - lately;
  return decisions.map((decision) => {
    if (!isDeletion(decision)) return decision;
    left -= 1;
    return left >= 0 ? decision : { kind: 'leave', outcome: 'parked' };
  });
}

export function isDeletion(decision: PushDecision): boolean {
  return decision.kind === 'send' && isEnding(decision.write.kind);
}
