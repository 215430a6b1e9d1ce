import type { JsonObject } from '@evenkeel/domain';

/** A record that is about to be edited, locked. */
export interface EditableRecord {
  readonly id: string;
  readonly recordType: string;
  readonly data: JsonObject;
  readonly version: number;
  readonly active: boolean;
  /** The record that it was merged into; null: it is one of its own. */
  readonly mergedInto: string | null;
}

export interface EditedRecord {
  /** JSON text. */
  readonly dataText: string;
  readonly active: boolean;
}

/** Edits that callers ask for. They are local changes as those made by SQL are: pending for each writing job, and journaled with their actor. */
export interface RecordEditRepository {
  /** Name of a job that would write over an edit of records of this type, where no job writes them to a provider; undefined: none. */
  overwrittenBy(recordType: string): Promise<string | undefined>;
  lock(id: string): Promise<EditableRecord | undefined>;
  /** Gives the id of the new record. */
  create(recordType: string, dataText: string, actor: string): Promise<string>;
  /** Of a locked record. What is as it was is no change. */
  save(id: string, edited: EditedRecord, actor: string): Promise<void>;
}
