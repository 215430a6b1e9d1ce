import {
  type CompiledMatch,
  type FoundReference,
  type JsonObject,
  keyText,
  type MatchSubject,
  MOST_UNDER_KEY,
  type NarrowedKeys,
  pairsOfCrowded,
  pairText,
  type StoredMatches,
  type SubjectKey,
  tooManyUnder,
} from '@evenkeel/domain';

/** As the store has it: of a pair of keys that more have it is not looked who has both. */
const MOST_LOOKED_THROUGH = 1_000;

interface Kept {
  readonly reference: Omit<FoundReference, 'key'>;
  readonly dataText: string;
}

/** What the tables give those who come: of a million people only what these may be held against is kept. */
export class MemoryStore {
  private readonly kept: Kept[] = [];
  private readonly byKey = new Map<string, number[]>();
  private readonly byRecord = new Map<string, number[]>();

  /** @param wanted keys that will be asked for */
  constructor(
    private readonly match: CompiledMatch,
    private readonly wanted: ReadonlySet<string>,
  ) {}

  keysOf(data: JsonObject): readonly SubjectKey[] {
    const keys = this.match.keysOf(data).map((key) => ({ key, digest: keyText(key) }));
    return [...new Map(keys.map((each) => [each.digest, each])).values()];
  }

  /** References come in the order of their numbers. */
  add(reference: Omit<FoundReference, 'key'>, data: JsonObject): void {
    const keys = this.keysOf(data).filter(({ digest }) => this.wanted.has(digest));
    if (keys.length === 0) return;
    const at = this.kept.push({ reference, dataText: JSON.stringify(data) }) - 1;
    for (const { digest } of keys) push(this.byKey, digest, at);
    push(this.byRecord, reference.recordId, at);
  }

  referencesOf(recordId: string): readonly Omit<FoundReference, 'key'>[] {
    return (this.byRecord.get(recordId) ?? []).map((at) => this.at(at).reference);
  }

  /** As `decideStored` reads it. */
  matchesOf(subjects: readonly MatchSubject[]): StoredMatches {
    const digests = new Set(subjects.flatMap(({ keys }) => keys.map(({ digest }) => digest)));
    const found = [...digests].flatMap((key) =>
      (this.byKey.get(key) ?? [])
        .slice(0, MOST_UNDER_KEY + 1)
        .map((at) => ({ key, ...this.at(at).reference })),
    );
    const crowded = tooManyUnder(found);
    const pairs = subjects.flatMap(({ keys }) => pairsOfCrowded(keys, crowded));
    const narrowed = [...new Map(pairs.map((pair) => [pairText(pair), pair])).values()].flatMap(
      ({ one, other }) => this.narrow(one, other),
    );
    const recordIds = new Set(
      [...found, ...narrowed.flatMap((pair) => pair.found)].map(({ recordId }) => recordId),
    );
    const readings = [...recordIds].flatMap((id) =>
      (this.byRecord.get(id) ?? []).map((at) => {
        const { reference, dataText } = this.at(at);
        return { ...reference, data: JSON.parse(dataText) as JsonObject };
      }),
    );
    return { found, narrowed, readings, apart: [] };
  }

  private narrow(one: string, other: string): readonly NarrowedKeys[] {
    const [few, many] = [this.byKey.get(one) ?? [], this.byKey.get(other) ?? []].toSorted(
      (a, b) => a.length - b.length,
    ) as [number[], number[]];
    if (few.length > MOST_LOOKED_THROUGH) return [];
    const has = new Set(many);
    const both = few.filter((at) => has.has(at));
    if (both.length > MOST_UNDER_KEY) return [];
    return [{ one, other, found: both.map((at) => this.at(at).reference) }];
  }

  private at(at: number): Kept {
    return this.kept[at] as Kept;
  }
}

function push(lists: Map<string, number[]>, key: string, at: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [at]);
  else list.push(at);
}
