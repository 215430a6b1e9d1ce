import type { Labels } from '@evenkeel/ports';

/** What stands for all that came after the cap was reached. */
export const OTHER = 'other';

/** Of one metric: the first so many jobs, connections or topics have series of their own, what comes after them shares one. */
export class SubjectCap {
  private readonly admitted = new Set<string>();

  constructor(
    private readonly subjects: readonly string[],
    private readonly most: number,
  ) {}

  /** The labels to show. `folded` names the series that has no place of its own. */
  place(labels: Labels): { readonly shown: Labels; readonly folded: string | null } {
    if (this.subjects.length === 0) return { shown: labels, folded: null };
    const key = JSON.stringify(this.subjects.map((subject) => labels[subject]));
    if (this.admitted.has(key)) return { shown: labels, folded: null };
    if (this.admitted.size < this.most) {
      this.admitted.add(key);
      return { shown: labels, folded: null };
    }
    const others = Object.fromEntries(this.subjects.map((subject) => [subject, OTHER]));
    return { shown: { ...labels, ...others }, folded: key };
  }

  forget(): void {
    this.admitted.clear();
  }
}
