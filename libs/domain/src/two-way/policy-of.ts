import type { PolicyGrounds } from '../conflict/check-conflict-policy.js';
import { compileConflictPolicy, type CompiledConflictPolicy } from '../conflict/compile-conflict-policy.js';
import {
  DEFAULT_POLICY,
  type ConflictPolicy,
  type StrategyChoice,
  type StrategyWord,
} from '../conflict/conflict-policy.js';
import {
  CONFLICT_STRATEGIES,
  strategyNamed,
  type ConflictStrategyName,
} from '../conflict/conflict-strategies.js';
import type { JobDefinition } from '../job/job.js';

/** How a job that goes both ways decides conflicts; without a policy the newest change wins. `grounds`: of its stream. Throws `config.invalid_conflict_policy`. */
export function policyOf(
  { conflictPolicy }: Pick<JobDefinition, 'conflictPolicy'>,
  grounds: PolicyGrounds = CHECKED,
): CompiledConflictPolicy {
  // It comes from a person: compiling it checks it.
  const given = (conflictPolicy ?? DEFAULT_POLICY) as ConflictPolicy;
  return compileConflictPolicy(given, grounds);
}

/** What its stream can say was held against it before. */
const CHECKED: PolicyGrounds = { hasTimes: true };

/**
 * Places of a policy whose strategy, or what it falls back to, leaves the decision to a model: `*` for the policy as a whole, else the
 * path of its field.
 */
export function undecidedPlaces(policy: ConflictPolicy): readonly string[] {
  const fields = Object.entries(policy.fields ?? {});
  const places: readonly (readonly [string, StrategyWord | StrategyChoice])[] = [['*', policy], ...fields];
  return places.filter(([, choice]) => leavesOpen(choice)).map(([place]) => place);
}

function leavesOpen(choice: StrategyWord | StrategyChoice): boolean {
  const { strategy, fallback = 'manual' } = typeof choice === 'string' ? { strategy: choice } : choice;
  const name = strategyNamed(strategy);
  return ASKING.includes(CONFLICT_STRATEGIES[name].hasFallback ? strategyNamed(fallback) : name);
}

const ASKING: readonly ConflictStrategyName[] = ['ai'];
