import type { ConfigurationKind, Destinations } from '@evenkeel/domain';

/** What documents of configuration have to do with a thing. */
export interface Configured {
  readonly kind: ConfigurationKind;
  readonly id: string;
  /** The set of documents that manages it; null: none does. */
  readonly managedBy: string | null;
  /** The references under which its secrets were given, by their paths. */
  readonly references: Readonly<Record<string, string>>;
}

/** Which things belong to documents, and where the secrets that documents name may go. */
export interface ConfigurationRepository {
  list(): Promise<readonly Configured[]>;
  find(kind: ConfigurationKind, id: string): Promise<Configured | undefined>;
  /** The sets of those of these that are managed, by their ids. */
  managers(kind: ConfigurationKind, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** In the place of what there was; forgotten where it says nothing. */
  save(configured: Configured): Promise<void>;
  /** Notes that a person edited it although it is managed. */
  noteForced(kind: ConfigurationKind, id: string, actor: string): Promise<void>;
  remove(kind: ConfigurationKind, id: string): Promise<void>;
  /** One application of documents at a time, until the end of the transaction. */
  lock(): Promise<void>;
  /** Where a reference was used for first; undefined: nowhere yet. */
  destinationsOf(reference: string): Promise<Destinations | undefined>;
  /** Keeps it, unless another one was kept before. */
  bind(reference: string, destinations: Destinations, actor: string): Promise<void>;
}
