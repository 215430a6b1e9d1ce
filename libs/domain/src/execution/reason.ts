/** Why an execution ended as it did, or does not go on, in one word for machines. */
export const REASON_KINDS = [
  'all_failed',
  'contract',
  'verification',
  'circuit_breaker',
  'schema_changed',
  'config',
  'auth',
  'transient',
  'rate_limited',
  'provider_unavailable',
  'system',
  'timeout',
  'user',
  'connection_removed',
  'connection_disabled',
] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

export interface ExecutionReason {
  readonly kind: ReasonKind;
  /** Code of the error catalog, or null where a person decided. */
  readonly code: string | null;
  readonly message: string;
  readonly remedy: string | null;
  /** Before this time (ISO 8601) trying again is of no use; left out: at any time. */
  readonly until?: string | undefined;
}
