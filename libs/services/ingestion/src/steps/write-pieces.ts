import {
  decidePieces,
  locksOf,
  setKey,
  type DerivedCounts,
  type ExecutionId,
  type PiecePlan,
  type ReferenceSet,
  type ReferenceState,
  type WantedPieces,
} from '@evenkeel/domain';
import type { TypeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import { byExternalId, matchPieces } from './match-pieces.js';
import type { SharedPieces } from './shared-pieces.js';
import { writeRecords } from './write-records.js';

/** What derived records are written with. */
export interface DeriveContext {
  readonly executionId: ExecutionId;
  /** Record types with match rules, by name. */
  readonly derivedTypes: ReadonlyMap<string, TypeMatcher>;
  /** What is to be made anew at the end. */
  readonly shared: SharedPieces;
}

/** Derived records that are locked, by set and external id. */
export type LockedPieces = ReadonlyMap<string, ReadonlyMap<string, ReferenceState>>;

export async function lockPieces(tx: Transaction, plan: PiecePlan): Promise<LockedPieces> {
  const locked = new Map<string, ReadonlyMap<string, ReferenceState>>();
  for (const { key, set, externalIds } of locksOf(plan))
    locked.set(key, byExternalId(await tx.references.lock(set, externalIds)));
  return locked;
}

/** Whether a locked record may have another reference: it had one when it was locked, or its type has match rules. */
export function maySharePieces(
  { derivedTypes }: Pick<DeriveContext, 'derivedTypes'>,
  locked: LockedPieces,
  { set, externalId }: { readonly set: ReferenceSet; readonly externalId: string },
): boolean {
  return derivedTypes.has(set.recordType) || locked.get(setKey(set))?.get(externalId)?.sharesRecord === true;
}

/** Set by set: what one rule brings may be of a record that another one has brought just now. */
export async function writePieces(
  tx: Transaction,
  context: DeriveContext,
  wanted: readonly WantedPieces[],
  locked: LockedPieces,
): Promise<Pick<DerivedCounts, 'created' | 'updated' | 'unchanged'>> {
  const { executionId, derivedTypes, shared } = context;
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const matched = new Set<string>();
  for (const pieces of wanted) {
    const { set, key, writes } = pieces;
    const { recordType } = set;
    if (writes.size === 0) continue;
    const matcher = derivedTypes.get(recordType);
    // A merge of the set before may have given some of these to other records.
    const stored = matched.has(recordType)
      ? byExternalId(await tx.references.lock(set, [...writes.keys()]))
      : (locked.get(key) ?? new Map<string, ReferenceState>());
    const decided = decidePieces(pieces, stored);
    const { matching, ...kinds } = await matchPieces(tx, matcher, { set, locks: true }, decided);
    const written = await writeRecords(tx, set, { executionId, matching }, kinds);
    shared.add(recordType, written.shared);
    if (matching !== undefined) matched.add(recordType);
    counts.created += kinds.creates.size;
    // As of records that are read: one that joins another counts as updated.
    counts.updated += kinds.attaches.size + decided.updates.length;
    counts.unchanged += decided.unchanged;
  }
  return counts;
}
