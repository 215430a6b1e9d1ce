import type { JsonScalar } from '../json.js';
import type { JsonNumber } from '../number/exact-number.js';

/** Holds if every test that is named holds for the field. */
export interface FieldCondition {
  /** Dotted path into the provider's record, as in a mapping rule; with `*` it reads a list, of which `contains` asks. */
  readonly field: string;
  /** There, and not null. */
  readonly exists?: boolean;
  readonly equals?: JsonScalar;
  readonly in?: readonly JsonScalar[];
  /** Numbers are compared with numbers, times (ISO 8601) with times; nothing else is in any order. */
  readonly above?: JsonNumber | string;
  readonly atLeast?: JsonNumber | string;
  readonly below?: JsonNumber | string;
  readonly atMost?: JsonNumber | string;
  /** A text that has this part, or a list that has this item. */
  readonly contains?: Exclude<JsonScalar, null>;
  readonly startsWith?: string;
  /** A text in which this pattern (RE2) is found. */
  readonly matches?: string;
}

/** Which of the provider's records a job is about: one closed language, which no user code can extend. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | FieldCondition;
