import type { NotificationView } from '@evenkeel/contracts-admin';
import { errorCatalog, notificationText, type ErrorCode } from '@evenkeel/domain';
import type { StoredNotification } from '@evenkeel/ports';

export function notificationToView(notification: StoredNotification): NotificationView {
  const { id, kind, count, state, attempts, about, dueAt, endedAt, createdAt } = notification;
  const { title, lines, next } = notificationText(notification);
  return {
    ...{ id, kind, title, next, count, state, attempts },
    lines: [...lines],
    channel: { id: notification.channelId, name: notification.channel },
    job: namedOf(about.jobId, about.job),
    connection: namedOf(about.connectionId, about.connection),
    dueAt: dueAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    problem: problemOf(notification),
    createdAt: createdAt.toISOString(),
  };
}

function namedOf(id: string | null, name: string | null): NotificationView['job'] {
  return id === null ? null : { id, name: name ?? '' };
}

function problemOf({ code, message }: StoredNotification): NotificationView['problem'] {
  if (code === null) return null;
  const known = Object.hasOwn(errorCatalog, code) ? (code as ErrorCode) : 'system.unexpected';
  const { errorClass, remedy } = errorCatalog[known];
  return { code, errorClass, message: message ?? '', remedy };
}
