import {
  keysToCompare,
  pairsOfCrowded,
  pairText,
  rulesTooWide,
  tooManyUnder,
  type FoundReference,
  type MatchSubject,
  type NarrowedKeys,
  type StoredMatches,
  type StoredReading,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

type Reading = Omit<StoredReading, 'at'>;
type Found = Omit<FoundReference, 'key'>;

/** Reads what is stored that subjects may have to do with: part by part, in a few statements each, and each key and record once. */
export class StoredReader {
  private readonly asked = new Set<string>();
  private readonly read = new Set<string>();
  private readonly crowded = new Set<string>();
  /** What is under a crowded key is read only where a subject has nothing narrower, which may be one of a later part. */
  private readonly underCrowded = new Map<string, readonly FoundReference[]>();
  private readonly narrowed = new Map<string, NarrowedKeys>();

  constructor(private readonly tx: Transaction) {}

  async next(part: readonly MatchSubject[]): Promise<StoredMatches> {
    const { tx } = this;
    const digests = new Set(part.flatMap(({ keys }) => keys.map(({ digest }) => digest)));
    const found = await tx.matchKeys.find([...digests].filter((digest) => !this.asked.has(digest)));
    for (const digest of digests) this.asked.add(digest);
    for (const digest of tooManyUnder(found)) {
      this.crowded.add(digest);
      const under = found.filter(({ key }) => key === digest);
      this.underCrowded.set(digest, under);
    }
    const narrowed = await this.narrow(part);
    const own = part.flatMap(({ recordId }) => recordId ?? []);
    const readings = await this.readingsOf(this.toCompare(part, found), own);
    const presented = part.flatMap(({ setId, keys }) => keys.map(({ digest: key }) => ({ setId, key })));
    const apart = await tx.matchReviews.keptApart([...part, ...readings], presented);
    return { found, narrowed, readings, apart };
  }

  /** What has two keys at once where under each of them is too much. */
  private async narrow(part: readonly MatchSubject[]): Promise<readonly NarrowedKeys[]> {
    if (this.crowded.size === 0) return [];
    const pairs = new Map(
      part
        .flatMap(({ keys }) => pairsOfCrowded(keys, this.crowded))
        .map((pair) => [pairText(pair), pair] as const)
        .filter(([text]) => !this.asked.has(text)),
    );
    for (const text of pairs.keys()) this.asked.add(text);
    const narrowed = await this.tx.matchKeys.findBoth([...pairs.values()]);
    for (const pair of narrowed) this.narrowed.set(pairText(pair), pair);
    return narrowed;
  }

  /** What is found under a crowded key that something narrower stands for is not read. */
  private toCompare(part: readonly MatchSubject[], found: readonly FoundReference[]): readonly Found[] {
    const { crowded, narrowed } = this;
    if (crowded.size === 0) return found;
    const looked = new Set(
      part.flatMap(({ keys }) =>
        keysToCompare(keys, crowded, rulesTooWide(keys, crowded, narrowed)).map(({ digest }) => digest),
      ),
    );
    const wide = [...looked].flatMap((digest) => this.underCrowded.get(digest) ?? []);
    const both = part
      .flatMap(({ keys }) => pairsOfCrowded(keys, crowded))
      .flatMap((pair) => narrowed.get(pairText(pair))?.found ?? []);
    return [...found.filter(({ key }) => !crowded.has(key)), ...wide, ...both];
  }

  /** Of what was found, and of these records. A record of one reference says what that does, and nothing more need be looked up. */
  private async readingsOf(found: readonly Found[], own: readonly string[]): Promise<readonly Reading[]> {
    const { tx, read } = this;
    const whole = new Set(own);
    for (const { recordId, sharesRecord } of found) if (sharesRecord) whole.add(recordId);
    const single = new Map<string, Found>();
    for (const reference of found)
      if (!whole.has(reference.recordId)) single.set(reference.recordId, reference);
    for (const recordId of [...whole, ...single.keys()]) {
      if (!read.has(recordId)) continue;
      whole.delete(recordId);
      single.delete(recordId);
    }
    for (const recordId of [...whole, ...single.keys()]) read.add(recordId);
    const data = await tx.sharedRecords.dataOf([...single.keys()]);
    const readings: Reading[] = [...(await tx.sharedRecords.readings([...whole]))];
    for (const [recordId, { referenceId, setId, externalId, active }] of single) {
      const said = data.get(recordId);
      if (said !== undefined) readings.push({ recordId, referenceId, setId, externalId, active, data: said });
    }
    return readings;
  }
}
