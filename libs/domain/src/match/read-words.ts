import type { MatchKey } from './match-key.js';
import type { MatchTerm } from './match-term.js';

/** What the terms of the rules find in one record, each looked for at most once. */
export interface ReadWords {
  /** Empty: nothing. */
  textOf(term: MatchTerm): string;
  /** How it sounds: none, one or two codes. */
  codesOf(term: MatchTerm): readonly string[];
}

/** How one key of a rule is made of a record: one text, or one of several, each of which gives a key of its own. */
export type KeyTemplate = (reading: ReadWords) => readonly MatchKey[];
