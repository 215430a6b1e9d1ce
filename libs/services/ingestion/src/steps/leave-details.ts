import type { InventoryPage, Transaction } from '@evenkeel/ports';
import type { Permits } from '../modes/mode.js';
import { inputsByPage, type DecidedGroup, type Input } from '../pages/page-group.js';

/**
 * Takes out of a group the records of an inventory whose details are to be read, those that are new or have another
 * version, and keeps their ids: their outcome is that of their details.
 */
export async function leaveDetails(
  tx: Transaction,
  group: DecidedGroup,
  permits: Permits = () => true,
): Promise<DecidedGroup> {
  if (!group.inputs.some(({ prepared }) => prepared.kind === 'listed')) return group;
  const kept: Input[] = [];
  const wanted: InventoryPage[] = [];
  for (const [{ pageNo }, inputs] of inputsByPage(group)) {
    const ids = inputs.map((input) => wantedOf(input, permits));
    const left = inputs.filter((_, index) => ids[index] === undefined);
    kept.push(...left.map((input, position) => ({ ...input, position })));
    const { id: chunkId, executionId } = group.chunk;
    wanted.push({ executionId, chunkId, pageNo, wanted: [...new Set(ids.filter((id) => id !== undefined))] });
  }
  await tx.inventories.add(wanted);
  return { ...group, inputs: kept };
}

/** The id of a record whose details are to be read; what the plan that is followed does not permit is planned anew. */
function wantedOf({ prepared, known, decision }: Input, permits: Permits): string | undefined {
  if (prepared.kind !== 'listed' || decision.outcome !== 'planned') return undefined;
  return permits({ ...prepared, contentHash: null }, known.reference) ? prepared.externalId : undefined;
}
