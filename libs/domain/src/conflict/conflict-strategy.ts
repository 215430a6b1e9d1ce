import type { JsonObject } from '../json.js';
import type { Choice, Contested } from '../three-way/sides.js';
import type { CustomRule } from './custom-rules.js';
import type { ConflictKind } from './conflict-kind.js';

/** A contested place with what strategies decide by. */
export interface ConflictCase extends Contested {
  readonly kind: ConflictKind;
  /** When each side last changed it, ISO 8601; what the engine wrote, and other fields, do not count. Undefined: not known. */
  readonly localAt: string | undefined;
  readonly remoteAt: string | undefined;
  /** The records that it belongs to. */
  readonly records: { readonly local: JsonObject; readonly remote: JsonObject };
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
  readonly decide: (conflict: ConflictCase) => Choice | undefined;
}
