import { type CompiledMatch, decideMatch, type JsonObject, keyText, type MatchKey } from '@evenkeel/domain';
import type { Labelled } from './labelled.js';

/** More found under one key are too many (C35 and the limit of candidates). */
const MOST_CANDIDATES = 50;

export interface Played {
  /** By input: the record that it ended in. */
  readonly recordOf: readonly string[];
  /** Pairs of records that a person is asked about. */
  readonly reviews: number;
}

/** What a store does with labelled records, one after the other, with nothing but maps. */
export class MatchPlay {
  private readonly clusters = new Map<string, readonly number[]>();
  private readonly byKey = new Map<string, number[]>();
  private readonly recordOf: string[] = [];
  private reviews = 0;

  constructor(
    private readonly inputs: readonly Labelled[],
    private readonly match: CompiledMatch,
  ) {}

  play(): Played {
    this.inputs.forEach((_, nth) => this.take(nth));
    return { recordOf: this.recordOf, reviews: this.reviews };
  }

  private take(nth: number): void {
    const { data, source } = this.inputs[nth] as Labelled;
    const keys = this.match.keysOf(data);
    const found = keys.map((key) => ({ key, inputs: this.byKey.get(keyText(key)) ?? [] }));
    const crowded = found.filter(({ inputs }) => inputs.length > MOST_CANDIDATES).map(({ key }) => key);
    const usable = found.filter(({ inputs }) => inputs.length <= MOST_CANDIDATES);
    const recordIds = new Set(
      usable.flatMap(({ inputs }) => inputs.map((each) => this.recordOf[each] as string)),
    );
    const decision = decideMatch(
      {
        data,
        setId: String(source),
        recordId: undefined,
        activeSets: new Set(),
        candidates: [...recordIds].map((recordId) => this.candidateOf(recordId)),
        crowded,
        tooWide: [],
        isKeptApart: () => false,
      },
      this.match,
    );
    this.reviews += decision.reviews.length;
    const joined = decision.kind === 'join' ? [decision.recordId, ...decision.absorbed] : [];
    this.keep(nth, joined, keys);
  }

  private candidateOf(recordId: string) {
    const members = this.clusters.get(recordId) ?? [];
    const readings: readonly JsonObject[] = members.map((each) => (this.inputs[each] as Labelled).data);
    const activeSets = new Set(members.map((each) => String((this.inputs[each] as Labelled).source)));
    return { recordId, readings, activeSets };
  }

  private keep(nth: number, joined: readonly string[], keys: readonly MatchKey[]): void {
    const [recordId = String(nth + 1)] = joined;
    const members = [...joined.flatMap((each) => this.clusters.get(each) ?? []), nth];
    joined.forEach((each) => this.clusters.delete(each));
    this.clusters.set(recordId, members);
    members.forEach((each) => (this.recordOf[each] = recordId));
    for (const key of keys) this.byKey.set(keyText(key), [...(this.byKey.get(keyText(key)) ?? []), nth]);
  }
}
