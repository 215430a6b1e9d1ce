import type { PageFetched } from '@evenkeel/contracts-messages';
import { externalIdOf, isListing, type IdentifiedInput, type ReferenceState } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { AdmittedGroup, IdentifiedGroup, PreparedInput } from '../pages/page-group.js';

/**
 * Which record each input is about, and what is stored of it. A listing reads without a lock: what it reads only chooses
 * what need not be written. Of records that were asked for by name every reference is locked at once, with those of the
 * candidates that may be inactivated.
 */
export async function identify(
  tx: Transaction,
  { references: set }: ApplyContext,
  group: AdmittedGroup,
): Promise<IdentifiedGroup> {
  const ids = idsOf(group.inputs);
  const isLocked = !isListing(group.chunk.slice);
  if (isLocked) for (const gone of goneIn(group.pages)) ids.add(gone);
  if (isLocked) await tx.recordWrites.waitBriefly();
  const found = isLocked ? await tx.references.lock(set, [...ids]) : await tx.references.find(set, [...ids]);
  const references = new Map(found.map((reference) => [reference.externalId, reference]));
  return { ...group, inputs: nameRecords(group.inputs, references), references, isLocked };
}

/** A record is named by its external id: each reference has a record of its own. */
export function nameRecords<Item extends PreparedInput>(
  inputs: readonly Item[],
  references: ReadonlyMap<string, ReferenceState>,
): readonly (Item & IdentifiedInput)[] {
  return inputs.map((input) => {
    const key = externalIdOf(input.prepared);
    const reference = key === null ? undefined : references.get(key);
    return { ...input, known: { key, reference, content: reference } };
  });
}

function idsOf(inputs: readonly PreparedInput[]): Set<string> {
  const ids = new Set<string>();
  for (const { prepared } of inputs) {
    const externalId = externalIdOf(prepared);
    if (externalId !== null) ids.add(externalId);
  }
  return ids;
}

/** External ids of candidates that may be inactivated: locked before anything is decided. */
function goneIn(pages: readonly PageFetched[]): readonly string[] {
  return pages.flatMap(({ candidates = [] }) =>
    candidates.filter(({ found }) => found === 'gone').map(({ externalId }) => externalId),
  );
}
