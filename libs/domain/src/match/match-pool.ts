import type { JsonObject } from '../json.js';
import type { MatchCandidate, MatchDecision, MatchInput } from './match-decision.js';
import type { MatchKey } from './match-key.js';
import type { MatchSubject, StoredMatches, SubjectKey } from './match-subject.js';
import { nameOfNew, newRecord } from './new-record.js';
import { keysToCompare, pairsOfCrowded, pairText, rulesTooWide, tooManyUnder } from './narrower-keys.js';
import {
  MOST_OF_SET,
  MOST_UNDER_KEY,
  type FoundReference,
  type KeptApart,
  type NarrowedKeys,
} from './stored-match.js';

interface PooledRecord {
  readonly readings: JsonObject[];
  readonly activeSets: Set<string>;
  /** Set and external id of each of its references. */
  readonly names: Set<string>;
}

type Join = Extract<MatchDecision, { readonly kind: 'join' }>;

/** The records that subjects may join, as earlier decisions leave them. */
export class MatchPool {
  private readonly records = new Map<string, PooledRecord>();
  private readonly found = new Map<string, FoundReference[]>();
  private readonly crowded: Set<string>;
  /** Those of them under which more are found than are looked at. */
  private readonly tooMany: Set<string>;
  private readonly narrowed: ReadonlyMap<string, NarrowedKeys>;
  /** By the record that was absorbed: the one that it is now. */
  private readonly became = new Map<string, string>();

  constructor(
    private readonly stored: StoredMatches,
    subjects: readonly MatchSubject[],
  ) {
    for (const { recordId, setId, externalId, active, data } of stored.readings) {
      const record = this.ofId(recordId);
      record.readings.push(data);
      record.names.add(nameOf(setId, externalId));
      if (active) record.activeSets.add(setId);
    }
    // What is read is there again, whatever was stored of it.
    for (const { recordId, setId } of subjects)
      if (recordId !== undefined) this.ofId(recordId).activeSets.add(setId);
    for (const reference of stored.found) push(this.found, reference.key, reference);
    this.tooMany = new Set(tooManyUnder(stored.found));
    this.narrowed = new Map(stored.narrowed.map((pair) => [pairText(pair), pair]));
    this.crowded = new Set([...this.tooMany, ...findShared(this.found, subjects)]);
  }

  inputOf(subject: MatchSubject): MatchInput {
    const { data, setId, keys } = subject;
    const recordId = subject.recordId === undefined ? undefined : this.now(subject.recordId);
    const tooWide = rulesTooWide(keys, this.tooMany, this.narrowed);
    const found = this.foundOf(keys, tooWide);
    if (recordId !== undefined) found.delete(recordId);
    const candidates = [...found].flatMap(([id, narrowed]): MatchCandidate[] => {
      const record = this.records.get(id);
      // One that is not stored yet can be joined by nothing.
      const isOther = nameOfNew(id) !== undefined && record?.activeSets.has(setId) !== true;
      return record === undefined || isOther ? [] : [{ recordId: id, ...record, narrowed }];
    });
    const activeSets = recordId === undefined ? NONE : this.ofId(recordId).activeSets;
    const crowded = keys.flatMap(({ key, digest }) => (this.crowded.has(digest) ? [key] : []));
    const isKeptApart = (one: string, other?: string) =>
      other === undefined ? this.isApart(subject, one) : this.areApart(one, other);
    return { data, setId, recordId, activeSets, candidates, crowded, tooWide, isKeptApart };
  }

  /** Records that are found under these keys, with those that narrow each other. */
  private foundOf(keys: readonly SubjectKey[], tooWide: readonly string[]): Map<string, readonly MatchKey[]> {
    const found = new Map<string, readonly MatchKey[]>();
    for (const { digest } of keysToCompare(keys, this.tooMany, tooWide))
      for (const { recordId } of this.found.get(digest) ?? []) found.set(this.now(recordId), []);
    const keyOf = new Map(keys.map(({ digest, key }) => [digest, key]));
    for (const pair of pairsOfCrowded(keys, this.tooMany)) {
      const both = [pair.one, pair.other].map((digest) => keyOf.get(digest) as MatchKey);
      for (const { recordId } of this.narrowed.get(pairText(pair))?.found ?? []) {
        const id = this.now(recordId);
        found.set(id, [...(found.get(id) ?? []), ...both]);
      }
    }
    return found;
  }

  /** A new record of its own: those of its set that come after it may be the same thing, which a person is asked about. */
  add({ name, data, setId, externalId, keys }: MatchSubject): void {
    const recordId = newRecord(name);
    const record = this.ofId(recordId);
    record.readings.push(data);
    record.activeSets.add(setId);
    record.names.add(nameOf(setId, externalId));
    for (const { digest: key } of keys) {
      const under = this.found.get(key)?.length ?? 0;
      // As the store gives no more under one key: what is stored and what is new are compared alike.
      if (under > MOST_UNDER_KEY) continue;
      push(this.found, key, { key, referenceId: recordId, recordId, setId, externalId, active: true });
      if (under < MOST_UNDER_KEY) continue;
      this.tooMany.add(key);
      this.crowded.add(key);
    }
  }

  join(subject: MatchSubject, { recordId, absorbed }: Join): void {
    const survivor = this.ofId(recordId);
    for (const id of absorbed) {
      this.became.set(id, recordId);
      const { readings, activeSets, names } = this.ofId(id);
      survivor.readings.push(...readings);
      activeSets.forEach((set) => survivor.activeSets.add(set));
      names.forEach((name) => survivor.names.add(name));
    }
    if (subject.recordId !== undefined) return;
    survivor.readings.push(subject.data);
    survivor.activeSets.add(subject.setId);
    survivor.names.add(nameOf(subject.setId, subject.externalId));
  }

  /** By its external id, or by a key that it presents in the set of one that was kept apart. */
  private isApart({ setId, externalId, keys, recordId }: MatchSubject, candidateId: string): boolean {
    const digests = new Set(keys.map(({ digest }) => digest));
    const own = recordId === undefined ? NONE : this.ofId(this.now(recordId)).names;
    const { names } = this.ofId(candidateId);
    return this.stored.apart.some((pair) => {
      const isSubject =
        (pair.setId === setId && pair.externalId === externalId) ||
        own.has(nameOf(pair.setId, pair.externalId)) ||
        (pair.setId === setId && pair.key !== null && digests.has(pair.key));
      return (
        isSubject &&
        (names.has(nameOf(pair.otherSetId, pair.otherExternalId)) || this.inherits(candidateId, pair))
      );
    });
  }

  private areApart(one: string, other: string): boolean {
    const [names, others] = [this.ofId(one).names, this.ofId(other).names];
    return this.stored.apart.some(
      (pair) =>
        names.has(nameOf(pair.setId, pair.externalId)) &&
        others.has(nameOf(pair.otherSetId, pair.otherExternalId)),
    );
  }

  /** The candidate presents the key in the other set. */
  private inherits(candidateId: string, { key, otherSetId }: KeptApart): boolean {
    const found = key === null ? [] : (this.found.get(key) ?? []);
    return found.some(({ recordId, setId }) => setId === otherSetId && this.now(recordId) === candidateId);
  }

  private now(recordId: string): string {
    let id = recordId;
    for (let next = this.became.get(id); next !== undefined; next = this.became.get(id)) id = next;
    return id;
  }

  private ofId(recordId: string): PooledRecord {
    const known = this.records.get(recordId);
    if (known !== undefined) return known;
    const made: PooledRecord = { readings: [], activeSets: new Set(), names: new Set() };
    this.records.set(recordId, made);
    return made;
  }
}

const NONE: ReadonlySet<string> = new Set();

function nameOf(setId: string, externalId: string): string {
  return `${setId} ${externalId}`;
}

/** Exact keys that more than so many external ids of one set have: of what is stored and of the subjects. */
function findShared(
  found: ReadonlyMap<string, readonly FoundReference[]>,
  subjects: readonly MatchSubject[],
): ReadonlySet<string> {
  const holders = new Map<string, Map<string, Set<string>>>();
  const count = (digest: string, setId: string, externalId: string) => {
    const sets = holders.get(digest) ?? new Map<string, Set<string>>();
    holders.set(digest, sets);
    sets.set(setId, (sets.get(setId) ?? new Set()).add(externalId));
  };
  for (const [digest, references] of found) {
    for (const { setId, externalId, active } of references) if (active) count(digest, setId, externalId);
  }
  for (const { keys, setId, externalId } of subjects) {
    for (const { digest } of keys) count(digest, setId, externalId);
  }
  // Many of one set have the first letters of a name in common; an address that is one person's they have not.
  const exact = new Set(
    subjects.flatMap(({ keys }) => keys.flatMap(({ key, digest }) => (key.role === 'exact' ? [digest] : []))),
  );
  const shared = new Set<string>();
  for (const [digest, sets] of holders) {
    const isShared = exact.has(digest) && [...sets.values()].some(({ size }) => size > MOST_OF_SET);
    if (isShared) shared.add(digest);
  }
  return shared;
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
