import type {
  Conditions,
  ExecutionId,
  JobId,
  News,
  NewestNotification,
  RunPace,
  ToldErrors,
  ToldKind,
  WatchedJob,
  WatchedWebhook,
} from '@evenkeel/domain';

/** How far events were looked at. */
export interface NotificationCursor {
  readonly position: number;
  /** When jobs were looked at last. */
  readonly watchedAt: Date;
}

/** News that a channel is told. */
export interface NewNotification {
  readonly id: string;
  readonly channelId: string;
  readonly kind: ToldKind;
  readonly news: Pick<News, 'about' | 'at' | 'facts'>;
  readonly dueAt: Date;
}

/** What people are told, as it is decided: by one process at a time. */
export interface NotificationRepository {
  /** Undefined: another process holds it, or no channel was ever added. */
  lockCursor(): Promise<NotificationCursor | undefined>;
  /** From the end of the events on, where there is none yet. */
  openCursor(): Promise<void>;
  moveCursor(cursor: NotificationCursor): Promise<void>;
  /** Of the last event of the tenant; 0: it has none. */
  lastPosition(): Promise<number>;
  /** Names of these jobs and connections; of a job also its connection. */
  aboutJobs(ids: readonly JobId[]): Promise<ReadonlyMap<JobId, News['about']>>;
  aboutConnection(id: string): Promise<News['about'] | undefined>;
  conditionsOf(ids: readonly JobId[]): Promise<ReadonlyMap<JobId, Conditions>>;
  saveConditions(jobId: JobId, conditions: Conditions): Promise<void>;
  /** The most frequent error of the records that an execution left failed; null: it left none. */
  errorsOf(id: ExecutionId): Promise<ToldErrors | null>;
  /** Of runs of the job of this mode, completed in the 7 days before this execution and apart from it. */
  pacesBefore(id: ExecutionId): Promise<readonly RunPace[]>;
  /** Jobs with a freshness target, a condition, or runs that wait. */
  watchedJobs(): Promise<readonly WatchedJob[]>;
  /** Webhooks that refuse deliveries, that have received nothing for a day, or with a condition. */
  watchedWebhooks(): Promise<readonly WatchedWebhook[]>;
  saveWebhookConditions(endpointId: string, conditions: Conditions): Promise<void>;
  /** The newest of this kind about this job or connection, locked until the end. */
  newest(
    channelId: string,
    kind: ToldKind,
    aboutId: string | null,
  ): Promise<(NewestNotification & { readonly id: string }) | undefined>;
  add(notification: NewNotification): Promise<void>;
  /** Tells the news with one that waits: it stands for one more, and shows these as the latest. */
  join(id: string, news: NewNotification['news']): Promise<void>;
}
