import { compileConflictPolicy, type CompiledConflictPolicy } from '../compile-conflict-policy.js';
import type { ConflictPolicy } from '../conflict-policy.js';
import {
  CONFLICT_STRATEGIES,
  CONFLICT_STRATEGY_NAMES,
  type ConflictStrategyName,
} from '../conflict-strategies.js';

interface NamedPolicy {
  readonly name: string;
  readonly strategy: ConflictStrategyName;
  readonly policy: CompiledConflictPolicy;
}

const LISTS = { tags: 'set', lines: { key: 'sku' } } as const;

/** A policy of each strategy, of those that leave something to another one also with one that decides. */
export const EVERY_POLICY: readonly NamedPolicy[] = CONFLICT_STRATEGY_NAMES.flatMap((strategy) =>
  policiesOf(strategy).map((policy) => ({
    name: policy.fallback === undefined ? strategy : `${strategy} or ${policy.fallback}`,
    strategy,
    policy: compileConflictPolicy(policy, { hasTimes: true }),
  })),
);

function policiesOf(strategy: ConflictStrategyName): readonly ConflictPolicy[] {
  const rules = strategy === 'custom' ? { rules: ['non_null', 'union', 'max'] as const } : {};
  const policy = { strategy, lists: LISTS, ...rules };
  return CONFLICT_STRATEGIES[strategy].hasFallback
    ? [policy, { ...policy, fallback: 'newest_wins' }]
    : [policy];
}
