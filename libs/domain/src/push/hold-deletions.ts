import { ceilingOf } from '../inactivation/decide-close-out.js';
import type { DeleteCeiling } from '../job/job.js';
import type { PushDecision } from './decide-push.js';
import { isEnding } from './write-operation.js';

/** What of a set was deleted, or deactivated, at the provider. */
export interface PushedDeletions {
  /** References that are active now. */
  readonly active: number;
  /** Those that pushes of the last 24 hours have made inactive, or are about to, without a person's having approved it. */
  readonly lately: number;
}

/** Deletions that a page would push, and which of them are not to be. */
export interface AskedDeletions {
  readonly ceiling: DeleteCeiling;
  readonly deletions: PushedDeletions;
  /** Whether a person has refused the deletion of a record as it is now. By its place. */
  readonly isRefused: (at: number) => boolean;
}

/**
 * The same decisions, with what a person has refused to delete left at the provider (`excluded`), and deletions and deactivations left (`parked`) beyond what a job may delete within 24 hours: its ceiling, and never more than half. These
 * wait for a person.
 */
export function holdDeletions(
  decisions: readonly PushDecision[],
  { ceiling, deletions: { active, lately }, isRefused }: AskedDeletions,
): readonly PushDecision[] {
  let left = ceilingOf(ceiling, active + lately) - lately;
  return decisions.map((decision, at) => {
    if (!isDeletion(decision)) return decision;
    if (isRefused(at)) return { kind: 'leave', outcome: 'excluded' };
    left -= 1;
    return left >= 0 ? decision : { kind: 'leave', outcome: 'parked' };
  });
}

export function isDeletion(decision: PushDecision): boolean {
  return decision.kind === 'send' && isEnding(decision.write.kind);
}
