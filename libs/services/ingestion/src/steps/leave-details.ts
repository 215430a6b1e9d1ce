import {
  entryKey,
  externalIdOf,
  packEntries,
  targetOf,
  type PlanEntry,
  type PreparedRecord,
} from '@evenkeel/domain';
import type { InventoryPage, Transaction } from '@evenkeel/ports';
import type { Permits } from '../modes/mode.js';
import { inputsByPage, type DecidedGroup, type Input } from '../pages/page-group.js';

/**
 * Takes out of a group the records of an inventory whose details are to be read, those that are new or have another
 * version, and keeps their ids: their outcome is that of their details.
 */
export async function leaveDetails(
  tx: Transaction,
  digest: (text: string) => string,
  group: DecidedGroup,
  permits: Permits = () => true,
): Promise<DecidedGroup> {
  if (!group.inputs.some(({ prepared }) => prepared.kind === 'listed')) return group;
  const kept: Input[] = [];
  const wanted: InventoryPage[] = [];
  for (const [{ pageNo }, inputs] of inputsByPage(group)) {
    const ids = inputs.map((input) => wantedOf(input, permits));
    kept.push(
      ...inputs
        .filter((_, index) => ids[index] === undefined)
        .map((input, position) => ({ ...input, position })),
    );
    const { id: chunkId, executionId } = group.chunk;
    const left = inputs.filter((_, index) => ids[index] !== undefined);
    wanted.push({
      ...{ executionId, chunkId, pageNo },
      wanted: [...new Set(ids.filter((id) => id !== undefined))],
      entries: packEntries(left.map(({ prepared }) => entryOf(prepared, digest))),
    });
  }
  await tx.inventories.add(wanted);
  return { ...group, inputs: kept };
}

/** What the page said of a record that is left: its bucket says no more than that. */
function entryOf(prepared: PreparedRecord, digest: (text: string) => string): PlanEntry {
  const key = entryKey(externalIdOf(prepared), digest);
  return { bucket: 'changed', key, base: null, target: targetOf(prepared, digest) };
}

/** The id of a record whose details are to be read; what the plan that is followed does not permit is planned anew. */
function wantedOf({ prepared, known, decision }: Input, permits: Permits): string | undefined {
  if (prepared.kind !== 'listed' || decision.outcome !== 'planned') return undefined;
  return permits({ ...prepared, contentHash: null }, known.reference) ? prepared.externalId : undefined;
}
