import type { PreparedRecord, ReferenceState } from '@evenkeel/domain';
import type { InventoryPage } from '@evenkeel/ports';
import type { DecidedGroup } from './keep-plan.js';

/** Whether the details of a record that an inventory named may be read now; others are planned anew. */
export type PermitsListed = (
  record: Extract<PreparedRecord, { readonly kind: 'listed' }>,
  reference: ReferenceState | undefined,
) => boolean;

export interface TakenGroup {
  /** The group without them: their outcome is that of their details. */
  readonly group: DecidedGroup;
  readonly wanted: readonly InventoryPage[];
}

/** Takes out of a group the records of an inventory whose details are to be read: those that are new or have another version. */
export function takeWanted(group: DecidedGroup, permits: PermitsListed): TakenGroup {
  const { chunk, pages, prepared, plan, references } = group;
  if (!prepared.some(({ records }) => records.some(({ kind }) => kind === 'listed')))
    return { group, wanted: [] };
  const takes = prepared.map(({ records }, page) =>
    records.map((record, index) => {
      const isOpen = plan.inputs[page]?.[index]?.outcome === 'planned';
      return record.kind === 'listed' && isOpen && permits(record, references.get(record.externalId));
    }),
  );
  const keep = <Item>(items: readonly Item[], page: number) =>
    items.filter((_, index) => takes[page]?.[index] !== true);
  return {
    group: {
      ...group,
      pages: pages.map((page, at) => ({ ...page, records: keep(page.records, at) })),
      prepared: prepared.map((page, at) => ({ ...page, records: keep(page.records, at) })),
      plan: { ...plan, inputs: plan.inputs.map(keep) },
    },
    wanted: pages.map(({ pageNo }, at) => {
      const taken = (prepared[at]?.records ?? []).filter((_, index) => takes[at]?.[index] === true);
      const ids = taken.flatMap((record) => (record.kind === 'listed' ? [record.externalId] : []));
      return { executionId: chunk.executionId, chunkId: chunk.id, pageNo, wanted: [...new Set(ids)] };
    }),
  };
}
