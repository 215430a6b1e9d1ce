/** From `from` up to, and without, `before`; null: open on that side. */
export interface OpenRange {
  readonly from: number | null;
  readonly before: number | null;
}

export interface CutSize {
  /** How far a range reaches. */
  readonly size: number;
  /** No more ranges than this; where there would be, they reach further. */
  readonly most: number;
}

/**
 * Cuts whole numbers from `first` to `last` into ranges. The outer two are open: what lies before the first number, or is
 * created behind the last while the ranges are read, belongs to one of them too.
 */
export function cutRange(first: number, last: number, { size, most }: CutSize): readonly OpenRange[] {
  const span = Math.max(0, last - first + 1);
  const reach = Math.max(1, Math.ceil(size), Math.ceil(span / Math.max(1, most)));
  const count = Math.max(1, Math.ceil(span / reach));
  return Array.from({ length: count }, (_, index) => ({
    from: index === 0 ? null : first + index * reach,
    before: index === count - 1 ? null : first + (index + 1) * reach,
  }));
}
