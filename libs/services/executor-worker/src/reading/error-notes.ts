import type { ErrorEntry } from '@evenkeel/domain';

/** Bounds what a provider that fails at every call leaves in memory. */
const MOST_NOTED = 100;

/** Errors of a chunk that did not end its reading, until the lease or the pool takes them to store them. */
export class ErrorNotes {
  private notes: readonly ErrorEntry[] = [];

  add(...entries: readonly ErrorEntry[]): void {
    this.notes = [...this.notes, ...entries].slice(0, MOST_NOTED);
  }

  take(): readonly ErrorEntry[] {
    const { notes } = this;
    this.notes = [];
    return notes;
  }
}
