import {
  decideChanges,
  differsFromStored,
  isListing,
  triesAgain,
  type DecidedInput,
  type ReferenceState,
  type WriteRules,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { ListedRecords } from '../pages/listed-records.js';
import type { DecidedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { nameRecords } from './identify.js';

interface Deciding extends Pick<Mode, 'permits'> {
  /** What earlier pages of a listing have named. */
  readonly listed: ListedRecords;
}

/** Decides every input; whatever will be written is locked and decided again. */
export async function decide(
  tx: Transaction,
  context: ApplyContext,
  group: IdentifiedGroup,
  { permits, listed }: Deciding,
): Promise<DecidedGroup> {
  const { writePolicy: policy, trustsVersions } = context;
  const isOfListing = isListing(group.chunk.slice);
  const rules: WriteRules = {
    policy,
    trustsVersions,
    permits,
    triesAgain: triesAgain(group.chunk),
    wasListed: isOfListing ? () => false : undefined,
  };
  const { identified, decided } = await lockAndDecide(tx, context, group, rules);
  if (!isOfListing) return decided;
  // Under the locks: an earlier page that wrote one of these is committed.
  const differing = identified.inputs.filter(differsFromStored).map(({ known }) => known.reference!.id);
  if (differing.length === 0) return decided;
  const before = await listed.among(tx, group.chunk, differing);
  if (before.size === 0) return decided;
  const wasListed = ({ id }: ReferenceState) => before.has(id);
  return { ...identified, inputs: decideChanges(identified.inputs, { ...rules, wasListed }) };
}

interface LockedAndDecided {
  readonly identified: IdentifiedGroup;
  readonly decided: DecidedGroup;
}

async function lockAndDecide(
  tx: Transaction,
  { references: set }: Pick<ApplyContext, 'references'>,
  group: IdentifiedGroup,
  rules: WriteRules,
): Promise<LockedAndDecided> {
  const proposed = decideChanges(group.inputs, rules);
  const toLock = group.isLocked ? [] : idsToLock(proposed);
  if (toLock.length === 0) return { identified: group, decided: { ...group, inputs: proposed } };
  const references = new Map(group.references);
  for (const locked of await tx.references.lock(set, toLock)) references.set(locked.externalId, locked);
  const identified = { ...group, references, inputs: nameRecords(group.inputs, references) };
  return { identified, decided: { ...identified, inputs: decideChanges(identified.inputs, rules) } };
}

/** External ids of the references that would be written; what is created is not there to be locked. */
function idsToLock(inputs: readonly DecidedInput[]): readonly string[] {
  const ids = new Set<string>();
  for (const { known, decision } of inputs) {
    if ('write' in decision && known.reference !== undefined) ids.add(known.reference.externalId);
  }
  return [...ids];
}
