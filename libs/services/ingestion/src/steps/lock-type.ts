import { decideChanges, groupWrites, isListing } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { AdmittedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { findChangedKeys } from './changed-keys.js';
import { findTypesToMatch } from './match-pieces.js';

type Writing = Pick<Mode, 'writes' | 'permits'>;

/*
 * Two pages that bring one new thing must not both find that it is not here. Where the type has match rules they take turns: the lock
 * of the type comes before those of references. Of several types, that of the job and those of its derived records, they are taken by name.
 */

/** Of records that were asked for by name the references are locked as they are read: the types come first, whatever they say. */
export async function lockTypesOfNamed(
  tx: Transaction,
  { match, derivedTypes }: ApplyContext,
  { chunk }: AdmittedGroup,
  { writes }: Writing,
): Promise<void> {
  if (!writes || isListing(chunk.slice)) return;
  await lockByName(tx, [...(match === undefined ? [] : [match.recordType]), ...derivedTypes.keys()]);
}

/** Of a listing only where something would be created, or found under other keys: pages without take no lock. */
export async function lockTypes(
  tx: Transaction,
  context: ApplyContext,
  { inputs, isLocked }: IdentifiedGroup,
  { writes, permits }: Writing,
): Promise<void> {
  const { match, derivedTypes, writePolicy: policy, trustsVersions } = context;
  if ((match === undefined && derivedTypes.size === 0) || !writes || isLocked) return;
  const grouped = groupWrites(decideChanges(inputs, { policy, trustsVersions, permits }));
  const { creates, updates } = grouped;
  const mayMatch =
    match !== undefined &&
    (creates.size > 0 || (await findChangedKeys(tx, match, updates)).referenceIds.size > 0);
  const derived = await findTypesToMatch(tx, context, grouped);
  await lockByName(tx, [...(mayMatch ? [match.recordType] : []), ...derived]);
}

async function lockByName(tx: Transaction, recordTypes: readonly string[]): Promise<void> {
  for (const recordType of [...new Set(recordTypes)].sort()) await tx.matchKeys.lockType(recordType);
}
