import type { JsonObject } from '../json.js';
import type { Contested } from '../three-way/sides.js';
import type { ConflictKind } from './conflict-kind.js';

/** A contested place with what strategies decide by. */
export interface ConflictCase extends Contested {
  readonly kind: ConflictKind;
  /** When each side last changed it, ISO 8601; what the engine wrote, and other fields, do not count. Undefined: not known. */
  readonly localAt: string | undefined;
  readonly remoteAt: string | undefined;
  /** The records that it belongs to. */
  readonly records: { readonly local: JsonObject; readonly remote: JsonObject };
}
