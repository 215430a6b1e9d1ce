/** What asks for a person, the most pressing first: what keeps everything, then a connection, then a job, then records. */
export const CONCERN_KINDS = [
  'database_away',
  'database_read_only',
  'database_refusing',
  'disk_low',
  'connections_low',
  'wraparound_near',
  'bus_away',
  'outbox_waiting',
  'messages_stuck',
  'changes_uncaptured',
  'transaction_old',
  'table_over_budget',
  'table_bloated',
  'index_missing',
  'statement_slow',
  'engine_held',
  'connection_needs_attention',
  'connection_held',
  'schedule_paused',
  'provider_paused',
  'provider_failing',
  'deliveries_refused',
  'deliveries_silent',
  'channel_failing',
  'topic_unread',
  'messages_rejected',
  'approval_waiting',
  'plan_waiting',
  'pushes_uncertain',
  'records_quarantined',
  'schema_changed',
  'model_failing',
  'conflicts_open',
  'matches_waiting',
  'dedupe_stopped',
  'job_failing',
  'job_stale',
  'execution_dead',
  'records_dead',
] as const;
export type ConcernKind = (typeof CONCERN_KINDS)[number];

/** Something that a person is needed for, or should know of. */
export interface Concern {
  readonly kind: ConcernKind;
  /** Name of the connection, job, record type or notification channel, process id of the session or folder that it is about; null: the whole engine. */
  readonly about: string | null;
  /** The stream of the connection, where it is about one; left out: it is not. */
  readonly stream?: string;
  /** Of the approval, or of the execution or dedupe run to look at; null: there is none. */
  readonly id: string | null;
  /** How many records, executions or messages; 1 where it is one thing. */
  readonly count: number;
  readonly since: Date | null;
  /** In one sentence, without its full stop. May hold what a provider said. */
  readonly message: string;
}

/** A concern before it is counted: where it says no count, it is one thing. */
export type FoundConcern = Omit<Concern, 'count'> & { readonly count?: number };
