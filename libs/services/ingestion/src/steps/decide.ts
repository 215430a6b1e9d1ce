import {
  changesRecord,
  decideChanges,
  groupWrites,
  sliceMeaning,
  triesAgain,
  type DecidedInput,
  type WriteRules,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { findAdoptable } from './adopt.js';
import { nameRecords } from './identify.js';
import { mayInactivate } from './inactivate-gone.js';

/** Decides every input; whatever will be written is locked and decided again. */
export async function decide(
  tx: Transaction,
  context: ApplyContext,
  group: IdentifiedGroup,
  { permits, writes }: Pick<Mode, 'permits' | 'writes'>,
): Promise<DecidedGroup> {
  const { writePolicy: policy, trustsVersions } = context;
  const rules: WriteRules = {
    policy,
    trustsVersions,
    permits,
    triesAgain: triesAgain(group.chunk),
    isRepair: sliceMeaning(group.chunk.slice).isRepair,
  };
  const ordered = await decideLocked(tx, context, group, rules);
  const adoptable = await findAdoptable(tx, context, ordered);
  if (adoptable.size === 0) return heedCeiling(tx, context, ordered, { rules, writes });
  const adopting = { ...rules, adopts: (externalId: string) => adoptable.has(externalId) };
  const adopted = await decideLocked(tx, context, ordered, adopting);
  return heedCeiling(tx, context, adopted, { rules: adopting, writes });
}

/** Records that are gone wait for a person where there would be too many. */
async function heedCeiling(
  tx: Transaction,
  context: ApplyContext,
  decided: DecidedGroup,
  { rules, writes }: { readonly rules: WriteRules; readonly writes: boolean },
): Promise<DecidedGroup> {
  const due = writes ? countGone(decided.inputs) : 0;
  if (due === 0 || (await mayInactivate(tx, context, due))) return decided;
  return { ...decided, inputs: decideChanges(decided.inputs, { ...rules, parksGone: true }) };
}

async function decideLocked(
  tx: Transaction,
  { references: set }: ApplyContext,
  group: IdentifiedGroup,
  rules: WriteRules,
): Promise<DecidedGroup> {
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
    if (changesRecord(decision) && known.reference !== undefined) ids.add(known.reference.externalId);
  }
  return [...ids];
}

/** How many records that were here are to be inactivated. */
function countGone(inputs: readonly DecidedInput[]): number {
  if (!inputs.some(({ decision }) => decision.kind === 'inactivate')) return 0;
  const gone = [...groupWrites(inputs).inactivations.values()];
  return gone.filter(({ reference }) => reference !== undefined).length;
}
