import type { JsonObject } from '../json.js';
import type { MatchKey } from './match-key.js';
import { compileTerm, type MatchTerm, type TermSettings, type TermSurroundings } from './match-term.js';
import { once } from './once.js';
import { phoneticCodes } from './phonetic.js';
import type { KeyTemplate, ReadWords } from './read-words.js';

/** A record as the rules read it. */
export interface MatchReading extends ReadWords {
  readonly keysOf: (template: KeyTemplate) => readonly MatchKey[];
}

/** The terms of all rules, and what was read of records that are still in use: a record is compared with many. */
export class Readings {
  private readonly terms = new Map<string, MatchTerm>();
  private readonly known = new WeakMap<JsonObject, MatchReading>();

  constructor(private readonly surroundings: TermSurroundings) {}

  term(settings: TermSettings): MatchTerm {
    const compiled = compileTerm(settings, this.surroundings);
    const term = this.terms.get(compiled.id) ?? compiled;
    this.terms.set(term.id, term);
    return term;
  }

  of(data: JsonObject): MatchReading {
    const reading = this.known.get(data) ?? readingOf(data);
    this.known.set(data, reading);
    return reading;
  }
}

function readingOf(data: JsonObject): MatchReading {
  const textOf = once((term: MatchTerm) => term.read(data));
  const codesOf = once((term: MatchTerm) => phoneticCodes(textOf(term)));
  const words = { textOf, codesOf };
  return { ...words, keysOf: once((template) => template(words)) };
}
