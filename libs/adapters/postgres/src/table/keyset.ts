import type { Listed, ListRequest } from '@evenkeel/ports';

/** Rows were asked for one beyond the limit: if it came, there is more, and the last key of this slice leads to it. */
export function listed<Row, Item>(
  rows: readonly Row[],
  { limit }: ListRequest,
  keyOf: (row: Row) => string,
  itemOf: (row: Row) => Item,
): Listed<Item> {
  const slice = rows.slice(0, limit);
  const last = slice.at(-1);
  const next = rows.length > limit && last !== undefined ? keyOf(last) : null;
  return { items: slice.map(itemOf), next };
}
