import {
  decidePieces,
  planPieces,
  type DecidedPieces,
  type GroupedWrites,
  type RecordWrite,
  type ReferenceSet,
  type ReferenceState,
} from '@evenkeel/domain';
import type { TypeMatcher } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { Matching } from '../pages/page-group.js';
import { findSubjects, matchSubjects } from './match-writes.js';
import { writtenParents } from './piece-parents.js';

/** Derived records of one set that are to be written, and what the match rules of their type say. */
export interface MatchedPieces extends Pick<GroupedWrites, 'creates' | 'attaches' | 'updates'> {
  readonly matching: Matching | undefined;
}

type Matchable = Pick<DecidedPieces, 'creates' | 'updates'>;

/**
 * Finds which derived records are of records that are here, as it is done for those that are read. A transaction that writes what was found
 * has to hold the lock of the type: `locks` takes it where it is not held, because only the locks of references told that it is due.
 */
export async function matchPieces(
  tx: Transaction,
  matcher: TypeMatcher | undefined,
  { set, locks }: { readonly set: ReferenceSet; readonly locks: boolean },
  pieces: Matchable,
): Promise<MatchedPieces> {
  const creates = new Map(pieces.creates.map((write) => [write.externalId, write]));
  const { updates } = pieces;
  const found = await findPieces(tx, matcher, set, pieces);
  if (matcher === undefined || found === undefined)
    return { creates, updates, attaches: new Map(), matching: undefined };
  if (locks) await tx.matchKeys.lockType(matcher.recordType);
  const matching = await matchSubjects(tx, matcher, found);
  const attaches = new Map<string, { readonly recordId: string; readonly write: RecordWrite }>();
  for (const [key, write] of creates) {
    const decision = matching.decisions.get(key);
    if (decision?.kind === 'join') attaches.set(key, { recordId: decision.recordId, write });
  }
  for (const key of attaches.keys()) creates.delete(key);
  return { creates, updates, attaches, matching };
}

/** Undefined: none of these can be of another record than it was. */
async function findPieces(
  tx: Transaction,
  matcher: TypeMatcher | undefined,
  set: ReferenceSet,
  { creates, updates }: Matchable,
) {
  if (matcher === undefined || creates.length + updates.length === 0) return undefined;
  const named = new Map(creates.map((write) => [write.externalId, write]));
  const found = await findSubjects(tx, matcher, set, { creates: named, updates });
  return found.subjects.length === 0 ? undefined : found;
}

/** Record types with match rules of which these pages derive something that is new, is found under other keys, or comes back. */
export async function findTypesToMatch(
  tx: Transaction,
  { pieceRules, derivedTypes, references: set }: ApplyContext,
  writes: Pick<GroupedWrites, 'creates' | 'attaches' | 'updates'>,
): Promise<readonly string[]> {
  if (pieceRules === undefined || derivedTypes.size === 0) return [];
  const types = new Set<string>();
  for (const wanted of planPieces(writtenParents(writes), [], { ...pieceRules, set }).wanted) {
    const { recordType } = wanted.rule;
    const matcher = derivedTypes.get(recordType);
    if (matcher === undefined || wanted.writes.size === 0 || types.has(recordType)) continue;
    const found = await tx.references.find(wanted.set, [...wanted.writes.keys()]);
    const decided = decidePieces(wanted, byExternalId(found));
    if ((await findPieces(tx, matcher, wanted.set, decided)) !== undefined) types.add(recordType);
  }
  return [...types];
}

export function byExternalId(references: readonly ReferenceState[]): ReadonlyMap<string, ReferenceState> {
  return new Map(references.map((reference) => [reference.externalId, reference]));
}
