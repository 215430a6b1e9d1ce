import type { ListRule } from '../three-way/list-rule.js';
import type { ConflictStrategyAlias, ConflictStrategyName } from './conflict-strategies.js';
import type { CustomRule } from './custom-rules.js';

export type StrategyWord = ConflictStrategyName | ConflictStrategyAlias;

/** How conflicts are decided, as a person gives it. */
export interface StrategyChoice {
  readonly strategy: StrategyWord;
  /** What decides where `merge` and `custom` do not; left out: `manual`. Neither of these two. */
  readonly fallback?: StrategyWord;
  /** Of `custom`: tried in their order until one decides. */
  readonly rules?: readonly CustomRule[];
}

/** What a model may do where the strategy is `ai`. */
export interface ModelPolicy {
  /** From 0 to 1: what it is at least so sure of, in each field, is decided by it. Left out: a person decides whatever it proposes. */
  readonly applyAt?: number;
  /** By dotted path, `*` for every field or entry: where it may give a text, number, boolean or null that neither side has. */
  readonly mayCompose?: readonly string[];
  /** What it is told of such records, in the words of the operator. */
  readonly instructions?: string;
}

/** What a job does where both sides of a record changed in ways that are not joined by themselves. */
export interface ConflictPolicy extends StrategyChoice {
  /** By dotted path, `*` for every entry of a list: another strategy there and below. */
  readonly fields?: Readonly<Record<string, StrategyWord | StrategyChoice>>;
  /** By dotted path of a list: how its two sides are joined; left out: as a whole. */
  readonly lists?: Readonly<Record<string, ListRule>>;
  /** How often a record may go back and forth between two values in 24 hours; 1 to 100. */
  readonly flipFlopLimit?: number;
  readonly ai?: ModelPolicy;
}

/** What a job does whose policy says nothing else. */
export const DEFAULT_POLICY: ConflictPolicy = { strategy: 'newest_wins' };

export const DEFAULT_FLIP_FLOP_LIMIT = 3;
