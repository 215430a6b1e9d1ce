import type { BucketCounts } from '../preview/bucket.js';
import type { PairingSide } from './pairing.js';

/** How many records without a reference have one key, on each side. */
export type KeyCounts = Readonly<Record<PairingSide, number>>;

/** `alone`: the other side has none of its key. `pair`: each side has one. `ambiguous`: one side has several; none of them is chosen. */
export type PairingVerdict = 'alone' | 'pair' | 'ambiguous';

/** Of a record on this side, by what both sides have of its key. A record without a key is alone. */
export function decidePairing(side: PairingSide, counts: KeyCounts | undefined): PairingVerdict {
  const others = counts?.[side === 'here' ? 'there' : 'here'] ?? 0;
  if (counts === undefined || others === 0) return 'alone';
  return counts.here === 1 && counts.there === 1 ? 'pair' : 'ambiguous';
}

/** What is kept of a record of one side that no reference is known of. */
export interface PairedRecord {
  readonly side: PairingSide;
  /** The record id here, or the provider's id. */
  readonly id: string;
  /** Equal for equal keys; null: it has none. */
  readonly key: string | null;
  /** It came after the plan was made. */
  readonly isLate: boolean;
  /** What a person said: it is one with no record of the other side, or with the one that `partner` names. */
  readonly decided: 'apart' | 'pair' | null;
  /** The record of the other side: by its key where there is one, or the one that a person named. */
  readonly partner: string | null;
  /** Without those that came late. Undefined: it has no key. */
  readonly counts: KeyCounts | undefined;
}

/** `free`: it is written to the other side as any record that is new. `pair`: it is one with this record there. `held`: a person has to say. */
export type PairingDecision =
  | { readonly kind: 'free' }
  | { readonly kind: 'held' }
  | { readonly kind: 'pair'; readonly id: string };

/** The key that a record has by now, and what the plan knew of that. */
export interface PresentKey {
  readonly key: string | null;
  readonly counts: KeyCounts | undefined;
}

/**
 * What is to be done about a record without a reference once the plan was approved. What the plan took for one stays so only while both have the key that they were
 * found by; a record that has another key by now is looked at by that.
 */
export function decidePaired(record: PairedRecord, now: PresentKey): PairingDecision {
  const { side, key, isLate, decided, partner, counts } = record;
  if (decided === 'apart') return FREE;
  if (decided === 'pair') return partner === null ? HELD : { kind: 'pair', id: partner };
  if (isLate) return HELD;
  const verdict = decidePairing(side, counts);
  if (verdict === 'alone') return key === now.key ? FREE : decideLate(side, now.counts);
  return verdict === 'pair' && partner !== null && key === now.key ? { kind: 'pair', id: partner } : HELD;
}

/** The same of one that the plan did not know: where its key is one that the plan knew on the other side, a person has to say. */
export function decideLate(side: PairingSide, counts: KeyCounts | undefined): PairingDecision {
  return decidePairing(side, counts) === 'alone' ? FREE : HELD;
}

const FREE = { kind: 'free' } as const;
const HELD = { kind: 'held' } as const;

/** Records of the provider by what both sides have of their key. */
export interface PairingGroup {
  readonly counts: KeyCounts | undefined;
  readonly records: number;
  /** Those of them that differ from the record here. */
  readonly differing: number;
}

/** The provider's records by bucket. What only the provider has is new here, where the job reads; else it stays as it is. */
export function countPairs(
  groups: readonly PairingGroup[],
  { createsHere = true }: { readonly createsHere?: boolean } = {},
): Partial<BucketCounts> {
  const counted = { new: 0, paired: 0, paired_differing: 0, ambiguous: 0 };
  for (const { counts, records, differing } of groups) {
    const verdict = decidePairing('there', counts);
    if (verdict === 'alone' && createsHere) counted.new += records;
    if (verdict === 'ambiguous') counted.ambiguous += records;
    if (verdict !== 'pair') continue;
    counted.paired += records - differing;
    counted.paired_differing += differing;
  }
  return counted;
}
