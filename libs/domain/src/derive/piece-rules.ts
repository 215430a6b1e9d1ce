import type { Problem } from '../errors/sync-error.js';
import type { KeyedHash } from '../mapping/keyed-hash.js';
import type { DeriveRule, LinkRule } from './derive-rule.js';

/** What a job makes of the pieces of a record. */
export interface PieceRules {
  readonly derive: readonly DeriveRule[];
  readonly links: readonly LinkRule[];
}

export interface PieceContext {
  /** A digest of the text, as the store keeps it. */
  readonly digest: (text: string) => string;
  /** Of texts that a mapping hashes; left out: rules are compiled to see that they are right. */
  readonly hash?: KeyedHash | undefined;
  /** What a mapped piece breaks of the schema of its record type; undefined: nothing. */
  readonly problemOf: (recordType: string, dataText: string) => Problem | undefined;
}
