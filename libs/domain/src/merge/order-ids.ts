/** Ids of rows are whole numbers as text: the lower one is the older row. Below zero: `one` is older. */
export function orderIds(one: string, other: string): number {
  return one.length - other.length || Number(one > other) - Number(one < other);
}
