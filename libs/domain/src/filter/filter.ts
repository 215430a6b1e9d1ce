/** What a field is compared with. */
export type FilterValue = string | number | boolean | null;

/** Holds if every test that is named holds for the field. */
export interface FieldCondition {
  /** Dotted path into the provider's record, as in a mapping rule. */
  readonly field: string;
  /** There, and not null. */
  readonly exists?: boolean;
  readonly equals?: FilterValue;
  readonly in?: readonly FilterValue[];
  /** Numbers are compared with numbers, times (ISO 8601) with times; nothing else is in any order. */
  readonly above?: number | string;
  readonly atLeast?: number | string;
  readonly below?: number | string;
  readonly atMost?: number | string;
  /** A text that has this part, or a list that has this item. */
  readonly contains?: string | number | boolean;
  readonly startsWith?: string;
}

/** Which of the provider's records a job is about: one closed language, which no user code can extend. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | FieldCondition;
