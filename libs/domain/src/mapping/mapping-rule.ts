import type { JsonValue } from '../json.js';
import type { TransformSpec } from './transforms/transform.js';

/** One field of the local record: where it comes from and what is done to it on the way. */
export interface MappingRule {
  /** Dotted path into the provider's record; `$` is the whole record, `*` every entry of a list (`lines.*.sku` reads a list). A dot or backslash within a name is escaped by `\`. */
  readonly source: string;
  /** Dotted path in the local record. */
  readonly target: string;
  readonly transforms?: readonly TransformSpec[];
  /** A record in which the value is absent or null after transforms and default is rejected. */
  readonly required?: boolean;
  /** Used when the value is absent or null. */
  readonly default?: JsonValue;
}
