import { decideChanges, groupWrites, isListing } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { AdmittedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { findChangedKeys } from './changed-keys.js';

type Writing = Pick<Mode, 'writes' | 'permits'>;

/*
 * Two pages that bring one new thing must not both find that it is not here. Where the type has match rules they take turns: the lock
 * of the type comes before those of references.
 */

/** Of records that were asked for by name the references are locked as they are read: the type comes first, whatever they say. */
export async function lockTypeOfNamed(
  tx: Transaction,
  { match }: ApplyContext,
  { chunk }: AdmittedGroup,
  { writes }: Writing,
): Promise<void> {
  if (match !== undefined && writes && !isListing(chunk.slice)) await tx.matchKeys.lockType(match.recordType);
}

/** Of a listing only where something would be created, or found under other keys: pages without take no lock. */
export async function lockType(
  tx: Transaction,
  { match, writePolicy: policy, trustsVersions }: ApplyContext,
  { inputs, isLocked }: IdentifiedGroup,
  { writes, permits }: Writing,
): Promise<void> {
  if (match === undefined || !writes || isLocked) return;
  const { creates, updates } = groupWrites(decideChanges(inputs, { policy, trustsVersions, permits }));
  const mayMatch = creates.size > 0 || (await findChangedKeys(tx, match, updates)).referenceIds.size > 0;
  if (mayMatch) await tx.matchKeys.lockType(match.recordType);
}
