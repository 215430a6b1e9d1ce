import { InvalidFields } from '../errors/invalid-fields.js';
import { parseValuesPath, type ValuesPath } from '../mapping/path.js';
import type { ListRuleAt } from '../three-way/list-rule.js';
import { covers, type RecordPlace } from '../three-way/place.js';
import { checkConflictPolicy, type PolicyGrounds } from './check-conflict-policy.js';
import { DEFAULT_FLIP_FLOP_LIMIT, type ConflictPolicy, type StrategyChoice } from './conflict-policy.js';
import { strategyNamed, type ConflictStrategyName } from './conflict-strategies.js';
import type { CustomRule } from './custom-rules.js';

/** What decides at a place. */
export interface ChosenStrategy {
  readonly strategy: ConflictStrategyName;
  readonly fallback: ConflictStrategyName;
  readonly rules: readonly CustomRule[];
}

export interface CompiledConflictPolicy {
  /** Of several overrides the narrowest holds. */
  readonly strategyAt: (place: RecordPlace) => ChosenStrategy;
  readonly lists: readonly ListRuleAt[];
  readonly flipFlopLimit: number;
  readonly model: CompiledModelPolicy;
}

/** What a model may do where it is asked. */
export interface CompiledModelPolicy {
  /** Null: nothing that it proposes is decided by it. */
  readonly applyAt: number | null;
  readonly mayCompose: (place: RecordPlace) => boolean;
  readonly instructions: string | null;
}

/** Compiles the conflict policy of a job once. Throws `config.invalid_conflict_policy` that names every problem with its place. */
export function compileConflictPolicy(
  policy: ConflictPolicy,
  grounds: PolicyGrounds,
): CompiledConflictPolicy {
  const problems = checkConflictPolicy(policy, grounds);
  if (problems.length > 0) throw new InvalidFields('config.invalid_conflict_policy', problems);
  const overrides = overridesOf(policy);
  const whole = chosen(policy);
  return {
    strategyAt: (place) => overrides.find(({ path }) => covers(path, place))?.choice ?? whole,
    lists: Object.entries(policy.lists ?? {}).map(([path, rule]) => ({ path: parseValuesPath(path), rule })),
    flipFlopLimit: policy.flipFlopLimit ?? DEFAULT_FLIP_FLOP_LIMIT,
    model: modelPolicyOf(policy),
  };
}

function modelPolicyOf({ ai = {} }: ConflictPolicy): CompiledModelPolicy {
  const { applyAt = null, mayCompose = [], instructions = null } = ai;
  const paths = mayCompose.map(parseValuesPath);
  return { applyAt, mayCompose: (place) => paths.some((path) => covers(path, place)), instructions };
}

interface Override {
  readonly path: ValuesPath;
  readonly choice: ChosenStrategy;
}

/** The narrowest come first; of equally narrow ones those that name more. */
function overridesOf({ fields = {} }: ConflictPolicy): readonly Override[] {
  return Object.entries(fields)
    .map(([path, choice]) => ({
      path: parseValuesPath(path),
      choice: chosen(typeof choice === 'string' ? { strategy: choice } : choice),
    }))
    .toSorted((one, other) => other.path.length - one.path.length || namesIn(other.path) - namesIn(one.path));
}

function namesIn(path: ValuesPath): number {
  return path.filter((step) => typeof step === 'string').length;
}

function chosen({ strategy, fallback = 'manual', rules = [] }: StrategyChoice): ChosenStrategy {
  return { strategy: strategyNamed(strategy), fallback: strategyNamed(fallback), rules };
}
