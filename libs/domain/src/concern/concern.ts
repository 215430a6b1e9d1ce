/** What asks for a person, the most pressing first: what keeps everything, then a connection, then a job, then records. */
export const CONCERN_KINDS = [
  'bus_away',
  'messages_stuck',
  'engine_held',
  'connection_needs_attention',
  'connection_held',
  'provider_paused',
  'provider_failing',
  'approval_waiting',
  'plan_waiting',
  'matches_waiting',
  'job_failing',
  'job_stale',
  'execution_dead',
  'records_dead',
] as const;
export type ConcernKind = (typeof CONCERN_KINDS)[number];

/** Something that a person is needed for, or should know of. */
export interface Concern {
  readonly kind: ConcernKind;
  /** Name of the connection, job or record type that it is about; null: the whole engine. */
  readonly about: string | null;
  /** Of the approval, or of the execution to look at; null: there is none. */
  readonly id: string | null;
  /** How many records, executions or messages; 1 where it is one thing. */
  readonly count: number;
  readonly since: Date | null;
  /** In one sentence, without its full stop. May hold what a provider said. */
  readonly message: string;
}
