import {
  DERIVED_COUNTERS,
  hasDerived,
  type Chunk,
  type DerivedCounter,
  type DerivedCounts,
} from '@evenkeel/domain';

/** Counts of derived records are one column each. */
export type DerivedColumns = Record<`derived_${DerivedCounter}`, number>;

/** An entry for each of these columns. */
export function columnsOfDerived<Entry>(
  entryOf: (counter: DerivedCounter) => Entry,
): Record<keyof DerivedColumns, Entry> {
  const entries = DERIVED_COUNTERS.map((counter) => [`derived_${counter}`, entryOf(counter)]);
  return Object.fromEntries(entries) as Record<keyof DerivedColumns, Entry>;
}

/** Nothing where nothing was derived. */
export function derivedFromRow(row: DerivedColumns): Pick<Chunk, 'derived'> {
  const counts = DERIVED_COUNTERS.map((counter) => [counter, row[`derived_${counter}`]]);
  const derived = Object.fromEntries(counts) as DerivedCounts;
  return hasDerived(derived) ? { derived } : {};
}
