import type { CompiledConflictPolicy } from '../conflict/compile-conflict-policy.js';
import { kindOf, type ConflictFacts } from '../conflict/conflict-kind.js';
import { CONFLICT_STRATEGIES, type ConflictStrategyName } from '../conflict/conflict-strategies.js';
import type { FoundConflict } from '../conflict/follow-conflict.js';
import type { Version } from '../record/version.js';
import type { OpenField } from '../three-way/join-work.js';
import type { RecordPlace } from '../three-way/place.js';

/** What is known of a record whose join left something undecided. */
export interface FindingOf {
  readonly policy: CompiledConflictPolicy;
  readonly facts: ConflictFacts;
  readonly remoteVersion: Version | null;
}

/** What joining a record left undecided, as its conflict holds it; undefined: nothing. A model is asked where any of it is for one. */
export function foundConflict(
  open: readonly OpenField[],
  { policy, facts, remoteVersion }: FindingOf,
): FoundConflict | undefined {
  const asking = open.find(({ asks }) => asks === 'proposal') ?? open[0];
  if (asking === undefined) return undefined;
  return {
    kind: kindOf(facts),
    fields: open.map(({ place, path, base, local, remote }) => ({ place, path, base, local, remote })),
    asks: asking.asks,
    remoteVersion,
    policy: leavingAt(policy, asking.place),
  };
}

/** The strategy that leaves a place to a person or a model: one with a fallback decides what it can, and leaves the rest to that. */
function leavingAt(policy: CompiledConflictPolicy, place: RecordPlace): ConflictStrategyName {
  const { strategy, fallback } = policy.strategyAt(place);
  return CONFLICT_STRATEGIES[strategy].hasFallback ? fallback : strategy;
}
