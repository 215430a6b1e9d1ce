/** A record of a topic that others write to, as far as it can be read as text. */
export interface TopicRecord {
  /** Null: it has none, or one that is no text. */
  readonly key: string | null;
  /** Null: it has no value, or one that cannot be read. */
  readonly text: string | null;
  /** Why its value cannot be read; null: it can, or there is none. */
  readonly unreadable: string | null;
  readonly headers: Readonly<Record<string, string>>;
}
