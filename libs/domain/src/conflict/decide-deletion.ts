import { joinSides } from '../three-way/join-sides.js';
import { WHOLE } from '../three-way/place.js';
import type { Asked, Choice, Contested, JoinRules, Sides } from '../three-way/sides.js';
import type { CompiledConflictPolicy } from './compile-conflict-policy.js';
import { decideContested, type ConflictCircumstances } from './decide-contested.js';

/** A record that one side deleted; what that side says is not looked at. */
export interface Deletion {
  readonly sides: Sides;
  readonly deletedOn: 'local' | 'remote';
}

/**
 * Which of the two holds on both sides. That a change wins over a deletion at the provider does not mean that the record is created there anew: a
 * reference that is inactive stays inactive.
 */
export type DeletionDecision =
  | { readonly kind: 'deletion' }
  | { readonly kind: 'change' }
  | { readonly kind: 'undecided'; readonly asks: Asked; readonly contested: Contested };

export interface DeletionHow {
  readonly policy: CompiledConflictPolicy;
  readonly circumstances: ConflictCircumstances;
  /** Decides before the policy, where a person or a model already has: for one side. */
  readonly decided?: ((contested: Contested) => Choice | undefined) | undefined;
}

/** A deletion holds where the other side changed nothing since the base; otherwise the policy decides, of the record as one value. Throws `record.strategy_failed`. */
export function decideDeletion(deletion: Deletion, rules: JoinRules, how: DeletionHow): DeletionDecision {
  const { sides, deletedOn } = deletion;
  if (!hasOtherChanged(deletion, rules)) return { kind: 'deletion' };
  const { local, remote, base } = sides;
  const isKnown = base.unknown.length === 0;
  const contested: Contested = {
    ...{ place: [], path: WHOLE, base: isKnown ? { local: base.local, remote: base.remote } : undefined },
    local: deletedOn === 'local' ? undefined : local,
    remote: deletedOn === 'remote' ? undefined : remote.data,
  };
  const facts = { ...how.circumstances.facts, delete_vs_change: true };
  const choice =
    how.decided?.(contested) ?? decideContested(contested, how.policy, { ...how.circumstances, facts });
  if (choice.kind === 'undecided') return { ...choice, contested };
  // Every rule that can take a record that is not there chooses a side.
  return { kind: choice.kind === deletedOn ? 'deletion' : 'change' };
}

/** As against a deleting side that had changed nothing before. */
function hasOtherChanged({ sides, deletedOn }: Deletion, rules: JoinRules): boolean {
  const { base } = sides;
  const untouched: Sides =
    deletedOn === 'remote'
      ? { ...sides, remote: { data: base.remote, isComplete: true } }
      : { ...sides, local: base.local };
  const contested = () => ({ kind: 'undecided', asks: 'review' }) as const;
  return joinSides(untouched, rules, { contested }).changed.length > 0;
}
