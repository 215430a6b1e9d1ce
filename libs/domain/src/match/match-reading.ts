import type { JsonObject } from '../json.js';
import type { MatchKey } from './match-key.js';
import { compileTerm, type MatchTerm, type TermSettings, type TermSurroundings } from './match-term.js';
import { phoneticCodes } from './phonetic.js';
import type { KeyTemplate, ReadWords } from './read-words.js';

/** A record as the rules read it. */
export interface MatchReading extends ReadWords {
  keysOf(template: KeyTemplate): readonly MatchKey[];
}

/** The terms of all rules, and what was read of records that are still in use: a record is compared with many. */
export class Readings {
  private readonly terms = new Map<string, MatchTerm>();
  private readonly known = new WeakMap<JsonObject, MatchReading>();
  /** One record is compared with many, one after the other. */
  private latest: { readonly data: JsonObject; readonly reading: MatchReading } | undefined;

  constructor(private readonly surroundings: TermSurroundings) {}

  term(settings: TermSettings): MatchTerm {
    const compiled = compileTerm(settings, this.surroundings);
    const term = this.terms.get(compiled.id) ?? { ...compiled, place: this.terms.size };
    this.terms.set(term.id, term);
    return term;
  }

  of(data: JsonObject): MatchReading {
    const known = this.known.get(data);
    if (known !== undefined) return known;
    const reading = new RecordReading(data);
    this.known.set(data, reading);
    return reading;
  }

  /** The same for one that is compared with few: keeping it takes longer than reading it again. */
  ofOther(data: JsonObject): MatchReading {
    return this.known.get(data) ?? new RecordReading(data);
  }

  /** The same, where it is often the one that was asked for before. */
  ofSame(data: JsonObject): MatchReading {
    if (this.latest?.data !== data) this.latest = { data, reading: this.of(data) };
    return this.latest.reading;
  }
}

/** Thousands of them are made for each page: what was read stands in lists, by the places of the terms. */
class RecordReading implements MatchReading {
  private readonly texts: string[] = [];
  private readonly codes: (readonly string[])[] = [];
  private readonly keys = new Map<KeyTemplate, readonly MatchKey[]>();

  constructor(private readonly data: JsonObject) {}

  textOf(term: MatchTerm): string {
    return (this.texts[term.place] ??= term.read(this.data));
  }

  codesOf(term: MatchTerm): readonly string[] {
    return (this.codes[term.place] ??= phoneticCodes(this.textOf(term)));
  }

  keysOf(template: KeyTemplate): readonly MatchKey[] {
    const known = this.keys.get(template);
    if (known !== undefined) return known;
    const keys = template(this);
    this.keys.set(template, keys);
    return keys;
  }
}
