import type { RecordColumn } from '@evenkeel/domain';

/** The SQL view of a record type as it was made last. */
export interface RecordViewState {
  readonly columns: readonly RecordColumn[];
  /** Why it is not as it should be; null: it is. */
  readonly problem: string | null;
}

/** SQL views, one for each record type, in a schema of the tenant. */
export interface RecordViewRepository {
  /** Schema and name of the view of a record type, quoted as SQL takes it, whether it is there or not. */
  addressOf(recordType: string): string;
  /** Undefined: it was not made yet. `isThere`: the database has such a view. */
  find(recordType: string): Promise<(RecordViewState & { readonly isThere: boolean }) | undefined>;
  /** Holds other changes of this view off until the end of the transaction; then tells what it has to be made from now. */
  lock(recordType: string): Promise<string>;
  /**
   * Makes the view with these columns, which begin with those it has. Waits for readers a fraction of a second, so that others
   * do not queue behind it. Rejects where they stay, or the engine may not make views; then nothing was changed.
   */
  make(recordType: string, columns: readonly RecordColumn[]): Promise<void>;
  /** Remembers what was made, or why it was not. */
  save(recordType: string, state: RecordViewState, madeFrom: string): Promise<void>;
  /** Removes view and memory. Rejects where other views depend on it, or readers stay. */
  drop(recordType: string): Promise<void>;
}
