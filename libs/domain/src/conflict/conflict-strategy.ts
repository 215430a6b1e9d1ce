import type { Choice } from '../three-way/sides.js';
import type { ConflictCase } from './conflict-case.js';
import type { CustomRule } from './custom-rules.js';

/** The same, with the rules that the policy has for it. */
export interface RuledCase extends ConflictCase {
  readonly rules: readonly CustomRule[];
}

export interface ConflictStrategy {
  /** For people. */
  readonly does: string;
  readonly readsTimes: boolean;
  /** Whether it leaves to another one what it does not decide. */
  readonly hasFallback: boolean;
  /** Whether it can make a value that neither side has. */
  readonly composes: boolean;
  /** Undefined: the fallback decides. Throws `record.strategy_failed` for values that it cannot take. */
  readonly decide: (conflict: RuledCase) => Choice | undefined;
}
