import type { NotificationContent } from './notification-text.js';

/** Where more is shown of what a notification is about, below the address of the admin API; null: that is not known, or it is about nothing. */
export function notificationLink(
  { facts, about }: Pick<NotificationContent, 'facts' | 'about'>,
  publicUrl: string | null,
): string | null {
  if (publicUrl === null) return null;
  const places = [
    ['executions', facts.executionId],
    ['conflicts', facts.conflictId],
    ['jobs', about.jobId],
    ['connections', about.connectionId],
  ] as const;
  const [what, id] = places.find(([, each]) => typeof each === 'string') ?? [];
  return what === undefined ? null : `${publicUrl}/api/v1/${what}/${encodeURIComponent(id ?? '')}`;
}
