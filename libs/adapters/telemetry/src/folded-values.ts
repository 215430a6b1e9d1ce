import type { Folding, Labels } from '@evenkeel/ports';

/** Values of a gauge whose subjects have no series of their own: they are kept, so that one that changes is counted once. */
export class FoldedValues {
  private readonly series = new Map<
    string,
    { readonly labels: Labels; readonly values: Map<string, number> }
  >();

  constructor(private readonly folding: Folding) {}

  set(labels: Labels, key: string, value: number): void {
    const name = JSON.stringify(labels);
    const found = this.series.get(name) ?? { labels, values: new Map<string, number>() };
    found.values.set(key, value);
    this.series.set(name, found);
  }

  /** What each shared series shows. */
  fold(): readonly { readonly labels: Labels; readonly value: number }[] {
    return [...this.series.values()].map(({ labels, values }) => ({
      labels,
      value: [...values.values()].reduce((one, other) =>
        this.folding === 'sum' ? one + other : Math.max(one, other),
      ),
    }));
  }

  clear(): void {
    this.series.clear();
  }
}
