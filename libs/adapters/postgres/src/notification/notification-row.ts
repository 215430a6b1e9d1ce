import type { News, NewsFacts, NotificationState, ToldKind } from '@evenkeel/domain';
import type { StoredNotification } from '@evenkeel/ports';

/** Of a notification `n` with its channel `c`. */
export const NOTIFICATION_COLUMNS =
  'n.id, n.channel_id, c.name as channel, n.kind, n.about, n.count, n.since, n.at, n.facts, n.state, n.due_at, n.attempts, n.first_attempt_at, n.ended_at, n.code, n.message, n.created_at';

export interface NotificationRow {
  readonly id: string;
  readonly channel_id: string;
  readonly channel: string;
  readonly kind: ToldKind;
  readonly about: News['about'];
  readonly count: number;
  readonly since: Date;
  readonly at: Date;
  readonly facts: NewsFacts;
  readonly state: NotificationState;
  readonly due_at: Date;
  readonly attempts: number;
  readonly first_attempt_at: Date | null;
  readonly ended_at: Date | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly created_at: Date;
}

export function notificationFromRow(row: NotificationRow): StoredNotification {
  const { id, channel, kind, about, count, facts, state, attempts, code, message } = row;
  return {
    ...{ id, channel, kind, about, count, facts, state, attempts, code, message },
    channelId: row.channel_id,
    since: row.since.toISOString(),
    at: row.at.toISOString(),
    firstAttemptAt: row.first_attempt_at,
    dueAt: state === 'waiting' ? row.due_at : null,
    endedAt: row.ended_at,
    createdAt: row.created_at,
  };
}
