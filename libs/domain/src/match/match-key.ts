/** A text under which a record is found: records that share one are compared. */
export interface MatchKey {
  readonly rule: string;
  /** `exact`: records that share it are one by this rule. `block`: they are compared. */
  readonly role: 'exact' | 'block';
  /** Unique together with `rule`; at most {@link LONGEST_KEY} characters. */
  readonly text: string;
  /** It holds the value of a sensitive field: kept as a keyed hash only. */
  readonly sensitive: boolean;
}

/** Of one record. */
export const MOST_KEYS = 32;
export const LONGEST_KEY = 512;

/** Equal for equal keys. */
export function keyText({ rule, text }: MatchKey): string {
  return `${rule}\n${text}`;
}
