/** The newest notification of one kind about one subject in one channel. */
export interface NewestNotification {
  /** When it is sent, or was, at the earliest. */
  readonly dueAt: Date;
  /** No attempt to send it has begun. */
  readonly isWaiting: boolean;
}

/** `join`: it is told with the newest one. `send`: by itself, from `dueAt` on. */
export type Placement = { readonly kind: 'join' } | { readonly kind: 'send'; readonly dueAt: Date };

/**
 * Where news go: of one kind about one subject a channel is told at most once in `digestMinutes`. What comes meanwhile is told at
 * their end as one.
 */
export function placeNotification(
  newest: NewestNotification | undefined,
  { digestMinutes, now }: { readonly digestMinutes: number; readonly now: Date },
): Placement {
  if (newest === undefined || digestMinutes === 0) return { kind: 'send', dueAt: now };
  if (newest.isWaiting && newest.dueAt > now) return { kind: 'join' };
  const next = new Date(newest.dueAt.getTime() + digestMinutes * 60_000);
  return { kind: 'send', dueAt: next > now ? next : now };
}
