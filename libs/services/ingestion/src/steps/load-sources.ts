import type { ReferenceState, SharedSources } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** By reference: what the records are made of that it shares with others. They are locked. */
export async function loadSources(
  tx: Transaction,
  due: readonly { readonly reference: ReferenceState }[],
): Promise<ReadonlyMap<string, SharedSources>> {
  const sharing = due.filter(({ reference }) => reference.sharesRecord === true);
  const recordIds = [...new Set(sharing.map(({ reference }) => reference.recordId))];
  const projections = await tx.sharedRecords.projections(recordIds);
  const edits = await tx.sharedRecords.localSides(recordIds);
  return new Map(
    sharing.flatMap(({ reference: { id, recordId } }) => {
      const all = projections.get(recordId) ?? [];
      const own = all.find(({ referenceId }) => referenceId === id);
      if (own === undefined) return [];
      const others = all.filter((each) => each !== own);
      return [[id, { own, others, edits: edits.get(recordId) ?? [] }]];
    }),
  );
}
