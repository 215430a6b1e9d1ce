/** An ascending sequence of indexes that is mostly a range, so that a page of millions needs no list of them. */
export class Selection {
  private readonly gone: readonly number[];
  readonly length: number;

  constructor(
    private readonly before: readonly number[],
    private readonly range: { readonly from: number; readonly to: number },
    private readonly after: readonly number[],
    deleted: readonly number[],
  ) {
    this.gone = deleted.filter((index) => index >= range.from && index < range.to);
    this.length = before.length + this.inRange + after.length;
  }

  at(place: number): number | undefined {
    if (place < this.before.length) return this.before[place];
    const within = place - this.before.length;
    if (within >= this.inRange) return this.after[within - this.inRange];
    let index = this.range.from + within;
    for (const gone of this.gone) if (gone <= index) index += 1;
    return index;
  }

  /** Place of the first index greater than `index`. */
  placeAfter(index: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.at(middle) ?? Infinity) > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private get inRange(): number {
    return this.range.to - this.range.from - this.gone.length;
  }
}
