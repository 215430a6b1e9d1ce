/** Counts of what was done and what came of it, by name. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  toString(): string {
    const parts = [...this.counts].map(([what, times]) => `${what} ${times}`);
    return parts.length === 0 ? 'nothing' : parts.join(', ');
  }
}
