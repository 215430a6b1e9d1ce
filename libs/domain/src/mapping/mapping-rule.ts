import type { JsonValue } from '../json.js';
import type { TransformSpec } from './transforms/transform.js';

/** `in`: from the provider's record to ours; `out`: the other way; `both`. */
export const RULE_DIRECTIONS = ['in', 'out', 'both'] as const;
export type RuleDirection = (typeof RULE_DIRECTIONS)[number];

/** One field of the local record: where it comes from and what is done to it on the way. */
export interface MappingRule {
  /** Dotted path into the provider's record; `$` is the whole record, `*` every entry of a list (`lines.*.sku` reads a list). A dot or backslash within a name is escaped by `\`. */
  readonly source: string;
  /** Dotted path in the local record. */
  readonly target: string;
  readonly transforms?: readonly TransformSpec[];
  /** Which way it is taken: left out: `in`. */
  readonly direction?: RuleDirection;
  /** On the way out, from the local value to the provider's. Left out in a rule that goes both ways: its transforms are undone. */
  readonly outTransforms?: readonly TransformSpec[];
  /** A record in which the value is absent or null after transforms and default is rejected. */
  readonly required?: boolean;
  /** Used when the value is absent or null. */
  readonly default?: JsonValue;
}
