import type { JsonObject } from '../json.js';
import type { MatchCandidate, MatchDecision, MatchInput } from './match-decision.js';
import type { MatchKey } from './match-key.js';
import type { MatchSubject, StoredMatches, SubjectKey } from './match-subject.js';
import { nameOfNew, newRecord } from './new-record.js';
import { keysToCompare, pairsOfCrowded, pairText, rulesTooWide, tooManyUnder } from './narrower-keys.js';
import { findShared, presentedBy, type PresentedKeys } from './shared-keys.js';
import { MOST_UNDER_KEY, type FoundReference, type KeptApart, type NarrowedKeys } from './stored-match.js';

interface PooledRecord {
  /** What each of its references says, by set and external id. */
  readonly readings: Map<string, JsonObject>;
  readonly activeSets: Set<string>;
  /** It may have readings that are not found under their keys: those of what it absorbed. */
  hasJoined: boolean;
}

type Grounds = Required<Pick<MatchCandidate, 'under' | 'narrowed'>>;

type Join = Extract<MatchDecision, { readonly kind: 'join' }>;

/** The records that subjects may join, as earlier decisions leave them. */
export class MatchPool {
  private readonly records = new Map<string, PooledRecord>();
  private readonly found = new Map<string, FoundReference[]>();
  private readonly crowded = new Set<string>();
  /** Those of them under which more are found than are looked at. */
  private readonly tooMany = new Set<string>();
  private readonly narrowed = new Map<string, NarrowedKeys>();
  private readonly apart: KeptApart[] = [];
  /** By the record that was absorbed: the one that it is now. */
  private readonly became = new Map<string, string>();
  private readonly presented: PresentedKeys;

  constructor(stored: StoredMatches, subjects: readonly MatchSubject[]) {
    this.presented = presentedBy(subjects);
    this.hold(stored);
    // What is read is there again, whatever was stored of it.
    for (const { recordId, setId } of subjects)
      if (recordId !== undefined) this.ofId(recordId).activeSets.add(setId);
    // Also such of which nothing is stored.
    for (const digest of findShared(this.presented.keys(), this.presented, this.found))
      this.crowded.add(digest);
  }

  /** More of what is stored: keys and records of which nothing was held before. */
  hold({ found, narrowed, readings, apart }: StoredMatches): void {
    for (const { recordId, setId, externalId, active, data } of readings) {
      const record = this.ofId(recordId);
      record.readings.set(nameOf(setId, externalId), data);
      if (active) record.activeSets.add(setId);
    }
    for (const reference of found) push(this.found, reference.key, reference);
    for (const digest of tooManyUnder(found)) {
      this.tooMany.add(digest);
      this.crowded.add(digest);
    }
    for (const pair of narrowed) this.narrowed.set(pairText(pair), pair);
    for (const pair of apart) this.apart.push(pair);
    const digests = new Set(found.map(({ key }) => key));
    for (const digest of findShared(digests, this.presented, this.found)) this.crowded.add(digest);
  }

  inputOf(subject: MatchSubject): MatchInput {
    const { data, setId, keys } = subject;
    const recordId = subject.recordId === undefined ? undefined : this.now(subject.recordId);
    const tooWide = rulesTooWide(keys, this.tooMany, this.narrowed);
    const found = this.foundOf(keys, tooWide);
    if (recordId !== undefined) found.delete(recordId);
    const candidates = [...found].flatMap(([id, { under, narrowed }]): MatchCandidate[] => {
      const record = this.records.get(id);
      // One that is not stored yet can be joined by nothing.
      const isOther = nameOfNew(id) !== undefined && record?.activeSets.has(setId) !== true;
      if (record === undefined || isOther) return [];
      const { readings, activeSets, hasJoined } = record;
      return [
        {
          recordId: id,
          readings: [...readings.values()],
          activeSets,
          narrowed,
          ...(hasJoined ? {} : { under }),
        },
      ];
    });
    const activeSets = recordId === undefined ? NONE : this.ofId(recordId).activeSets;
    const crowded = keys.flatMap(({ key, digest }) => (this.crowded.has(digest) ? [key] : []));
    const isKeptApart = (one: string, other?: string) =>
      other === undefined ? this.isApart(subject, one) : this.areApart(one, other);
    return { data, setId, recordId, activeSets, candidates, crowded, tooWide, isKeptApart };
  }

  /** Records that are found under these keys, with those under which they are, and those that narrow each other. */
  private foundOf(keys: readonly SubjectKey[], tooWide: readonly string[]): Map<string, Grounds> {
    const found = new Map<string, { under: MatchKey[]; narrowed: readonly MatchKey[] }>();
    for (const { digest, key } of keysToCompare(keys, this.tooMany, tooWide))
      for (const { recordId } of this.found.get(digest) ?? []) {
        const id = this.now(recordId);
        const grounds = found.get(id);
        if (grounds === undefined) found.set(id, { under: [key], narrowed: [] });
        else grounds.under.push(key);
      }
    if (this.tooMany.size === 0) return found;
    const keyOf = new Map(keys.map(({ digest, key }) => [digest, key]));
    for (const pair of pairsOfCrowded(keys, this.tooMany)) {
      const both = [pair.one, pair.other].map((digest) => keyOf.get(digest) as MatchKey);
      for (const { recordId } of this.narrowed.get(pairText(pair))?.found ?? []) {
        const id = this.now(recordId);
        const { under = [], narrowed = [] } = found.get(id) ?? {};
        found.set(id, { under, narrowed: [...narrowed, ...both] });
      }
    }
    return found;
  }

  /** It stays a record of its own, or becomes one: what comes after it may be the same thing, which a person is asked about. */
  stay(subject: MatchSubject): void {
    this.keep(subject.recordId === undefined ? newRecord(subject.name) : this.now(subject.recordId), subject);
  }

  join(subject: MatchSubject, { recordId, absorbed }: Join): void {
    const survivor = this.ofId(recordId);
    survivor.hasJoined = true;
    for (const id of absorbed) {
      this.became.set(id, recordId);
      const { readings, activeSets } = this.ofId(id);
      readings.forEach((data, name) => survivor.readings.set(name, data));
      activeSets.forEach((set) => survivor.activeSets.add(set));
    }
    this.keep(recordId, subject);
  }

  /** What it says, and under which keys it is found, is from here on as if it were stored. */
  private keep(recordId: string, { data, setId, externalId, keys }: MatchSubject): void {
    const record = this.ofId(recordId);
    record.readings.set(nameOf(setId, externalId), data);
    record.activeSets.add(setId);
    for (const { digest: key } of keys) {
      const under = this.found.get(key) ?? [];
      const isCrowding = under.length === MOST_UNDER_KEY;
      // As the store gives no more under one key: what is stored and what is new are compared alike.
      if (under.length > MOST_UNDER_KEY) continue;
      if (under.some((each) => each.setId === setId && each.externalId === externalId)) continue;
      const reference = { referenceId: recordId, recordId, setId, externalId, active: true };
      push(this.found, key, { key, ...reference, sharesRecord: false });
      if (!isCrowding) continue;
      this.tooMany.add(key);
      this.crowded.add(key);
    }
  }

  /**
   * By the external ids of both, or by a key that names one thing and that both present now, each in the set of one that was kept apart
   * (ADR 0065). A key that only brings records together to be compared says nothing: thousands of others present it.
   */
  private isApart({ setId, externalId, keys, recordId }: MatchSubject, candidateId: string): boolean {
    const digests = new Set(keys.flatMap(({ key, digest }) => (key.role === 'exact' ? [digest] : [])));
    const presents = ({ key }: KeptApart) => key !== null && digests.has(key);
    const own = recordId === undefined ? undefined : this.ofId(this.now(recordId)).readings;
    const { readings: names } = this.ofId(candidateId);
    return this.apart.some((pair) => {
      const isNamed =
        (pair.setId === setId && pair.externalId === externalId) ||
        own?.has(nameOf(pair.setId, pair.externalId)) === true;
      if (isNamed && names.has(nameOf(pair.otherSetId, pair.otherExternalId))) return true;
      return (isNamed || pair.setId === setId) && presents(pair) && this.inherits(candidateId, pair);
    });
  }

  private areApart(one: string, other: string): boolean {
    const [names, others] = [this.ofId(one).readings, this.ofId(other).readings];
    return this.apart.some(
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
    const made: PooledRecord = {
      readings: new Map(),
      activeSets: new Set(),
      hasJoined: false,
    };
    this.records.set(recordId, made);
    return made;
  }
}

const NONE: ReadonlySet<string> = new Set();

function nameOf(setId: string, externalId: string): string {
  return `${setId} ${externalId}`;
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
