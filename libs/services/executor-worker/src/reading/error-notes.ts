import type { ErrorEntry } from '@evenkeel/domain';

/** A provider that fails at everything is not noted at everything. */
const MOST_NOTED = 100;

/** What went wrong while a chunk was read and did not end that, until somebody takes it to write it down. */
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
