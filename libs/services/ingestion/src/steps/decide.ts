import { decideChanges, triesAgain, type DecidedInput, type WriteRules } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { nameRecords } from './identify.js';

/** Decides every input; whatever will be written is locked and decided again. */
export async function decide(
  tx: Transaction,
  { references: set, writePolicy: policy, trustsVersions }: ApplyContext,
  group: IdentifiedGroup,
  { permits }: Pick<Mode, 'permits'>,
): Promise<DecidedGroup> {
  const rules: WriteRules = { policy, trustsVersions, permits, triesAgain: triesAgain(group.chunk) };
  const proposed = decideChanges(group.inputs, rules);
  const toLock = group.isLocked ? [] : idsToLock(proposed);
  if (toLock.length === 0) return { ...group, inputs: proposed };
  const references = new Map(group.references);
  for (const locked of await tx.references.lock(set, toLock)) references.set(locked.externalId, locked);
  const identified = nameRecords(group.inputs, references);
  return { ...group, references, inputs: decideChanges(identified, rules) };
}

/** External ids of the references that would be written; what is created is not there to be locked. */
function idsToLock(inputs: readonly DecidedInput[]): readonly string[] {
  const ids = new Set<string>();
  for (const { known, decision } of inputs) {
    if ('write' in decision && known.reference !== undefined) ids.add(known.reference.externalId);
  }
  return [...ids];
}
