import type { MergeStrategyName } from '../merge/merge-strategy.js';
import type { SurvivorshipName } from '../merge/survivorship.js';

/** How records of a type are recognised as one, and what the one record then says. Part of a record type. */
export interface MatchSettings {
  readonly rules: readonly MatchRule[];
  /** Values that match nothing by themselves, beside the built-in placeholders. */
  readonly stopList?: readonly StoppedValues[];
  /** Default `merge_fields`. */
  readonly merge?: MergeStrategyName;
  /** By top-level field; it overrides the strategy there. */
  readonly survivorship?: Readonly<Record<string, SurvivorshipName>>;
  /** Connections (`crm`) or streams of them (`crm/people`) by trust, the first most. */
  readonly sourceRanking?: readonly string[];
}

export interface StoppedValues {
  readonly field: string;
  readonly values: readonly string[];
}

export interface MatchRule {
  /** Unique within the settings. */
  readonly name: string;
  readonly when: MatchCondition;
  /** Pairs whose score is from here to the thresholds of the rule go to review. */
  readonly review?: number;
  /** Records are compared where one of these keys is equal. Needed where `when` can hold without an exact or phonetic comparison. */
  readonly blockBy?: readonly BlockingKey[];
}

export type MatchCondition =
  | { readonly all: readonly MatchCondition[] }
  | { readonly any: readonly MatchCondition[] }
  | MatchComparison;

/** A dotted path, or several, whose values are joined by a space. */
export type MatchField = string | readonly string[];

export interface MatchComparison {
  readonly field: MatchField;
  readonly by: 'exact' | 'fuzzy' | 'phonetic';
  readonly normalise?: readonly string[];
  /** Of a fuzzy comparison: `jaro_winkler` (default), `levenshtein`, `damerau_levenshtein`, `token_set` or `token_overlap`. */
  readonly algorithm?: string;
  /** Of a fuzzy comparison, above 0 to 1; default 0.85. */
  readonly threshold?: number;
  /** Of the normaliser `phone`: the country of numbers without a country code, for example `DE`. */
  readonly region?: string;
}

/** One key, or one that is equal where all of its parts are. */
export type BlockingKey = BlockingField | { readonly all: readonly BlockingField[] };

export interface BlockingField {
  readonly field: MatchField;
  readonly by: 'exact' | 'phonetic' | 'prefix';
  /** Of a prefix, in characters; default 4. */
  readonly length?: number;
  readonly normalise?: readonly string[];
  readonly region?: string;
}
