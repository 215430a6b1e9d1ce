import type { ConflictStrategy } from './conflict-strategy.js';
import { ai } from './strategies/ai.js';
import { custom } from './strategies/custom.js';
import { destinationWins } from './strategies/destination-wins.js';
import { manual } from './strategies/manual.js';
import { mergeLists } from './strategies/merge-lists.js';
import { newestWins } from './strategies/newest-wins.js';
import { sourceWins } from './strategies/source-wins.js';

/** What decides a conflict, by name. */
export const CONFLICT_STRATEGIES = {
  newest_wins: newestWins,
  source_wins: sourceWins,
  destination_wins: destinationWins,
  merge: mergeLists,
  manual,
  custom,
  ai,
} as const satisfies Readonly<Record<string, ConflictStrategy>>;

export type ConflictStrategyName = keyof typeof CONFLICT_STRATEGIES;
export const CONFLICT_STRATEGY_NAMES = Object.keys(CONFLICT_STRATEGIES) as readonly ConflictStrategyName[];

/** Other names, as other products have them. */
const ALIASES = {
  last_write_wins: 'newest_wins',
  source_priority: 'source_wins',
} as const satisfies Readonly<Record<string, ConflictStrategyName>>;

export type ConflictStrategyAlias = keyof typeof ALIASES;

/** Every name by which a strategy can be asked for. */
export const STRATEGY_WORDS: readonly string[] = [...CONFLICT_STRATEGY_NAMES, ...Object.keys(ALIASES)];

export function strategyNamed(word: ConflictStrategyName | ConflictStrategyAlias): ConflictStrategyName {
  return Object.hasOwn(ALIASES, word)
    ? ALIASES[word as ConflictStrategyAlias]
    : (word as ConflictStrategyName);
}
