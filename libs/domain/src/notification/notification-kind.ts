/** What can be told to people, the most pressing first. */
export const NOTIFICATION_KINDS = [
  'connection_needs_attention',
  'deliveries_refused',
  'deliveries_silent',
  'failed',
  'freshness_missed',
  'approval_needed',
  'conflict_waiting',
  'high_error_rate',
  'backlog',
  'degradation',
  'completed_with_errors',
  'recovered',
  'completed',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Besides these a channel is sent what a person tries it with. */
export type ToldKind = NotificationKind | 'test';

/** What a channel is told where its owner names no kinds: what asks for a person, and that it is over. */
export const USUAL_KINDS: readonly NotificationKind[] = NOTIFICATION_KINDS.filter(
  (kind) => kind !== 'completed' && kind !== 'completed_with_errors',
);

/** How a kind looks in one glance: it is well again, it is not, or a person is asked. */
export const TONE_OF_KIND: Readonly<Record<ToldKind, 'good' | 'bad' | 'asks'>> = {
  connection_needs_attention: 'bad',
  deliveries_refused: 'bad',
  deliveries_silent: 'bad',
  failed: 'bad',
  freshness_missed: 'bad',
  approval_needed: 'asks',
  conflict_waiting: 'asks',
  high_error_rate: 'bad',
  backlog: 'bad',
  degradation: 'bad',
  completed_with_errors: 'bad',
  recovered: 'good',
  completed: 'good',
  test: 'good',
};
