import type {
  Conditions,
  ConnectionId,
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
import type { NewNotification, NotificationCursor, NotificationRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { json } from '../table/columns.js';
import { ERRORS_OF, PACES_BEFORE, WATCHED_JOBS, WATCHED_WEBHOOKS } from './watch-statements.js';

interface WatchedRow {
  readonly jobId: JobId;
  readonly job: string;
  readonly connectionId: ConnectionId;
  readonly connection: string;
  readonly conditions: Conditions;
  readonly freshnessTargetMinutes: number | null;
  readonly freshSince: Date;
  readonly waiting: number;
  readonly waitingSince: Date | null;
}

interface WatchedWebhookRow extends Record<string, unknown> {
  readonly endpointId: string;
  readonly stream: string;
  readonly connectionId: ConnectionId;
  readonly connection: string;
  readonly conditions: Conditions;
  readonly refusedSince: Date | null;
  readonly lastAt: Date | null;
  readonly daysAgo: readonly number[] | null;
}

export class PostgresNotificationRepository implements NotificationRepository {
  constructor(private readonly session: Session) {}

  async lockCursor(): Promise<NotificationCursor | undefined> {
    const row = await this.session.row<{ position: string; watched_at: Date }>(
      'select position, watched_at from notification_cursor where tenant_id = $1 for update skip locked',
      [this.session.tenant],
    );
    return row && { position: Number(row.position), watchedAt: row.watched_at };
  }

  async openCursor(): Promise<void> {
    await this.session.write(
      `insert into notification_cursor (tenant_id, position)
       select $1, coalesce((select position from event_cursor where name = 'numbered'), 0) on conflict do nothing`,
      [this.session.tenant],
    );
  }

  async moveCursor({ position, watchedAt }: NotificationCursor): Promise<void> {
    await this.session.write(
      'update notification_cursor set position = $2, watched_at = $3 where tenant_id = $1',
      [this.session.tenant, position, watchedAt],
    );
  }

  async lastPosition(): Promise<number> {
    const row = await this.session.row<{ position: string }>(
      'select coalesce(max(position), 0) as position from lifecycle_event where tenant_id = $1',
      [this.session.tenant],
    );
    return Number(row?.position);
  }

  async aboutJobs(ids: readonly JobId[]): Promise<ReadonlyMap<JobId, News['about']>> {
    const rows = await this.session.rows<News['about'] & { readonly jobId: JobId }>(
      `select j.id as "jobId", j.name as job, c.id as "connectionId", c.name as connection
       from job j join connection c on c.id = j.connection_id where j.tenant_id = $1 and j.id = any($2::uuid[])`,
      [this.session.tenant, ids],
    );
    return new Map(rows.map((about) => [about.jobId, about]));
  }

  async aboutConnection(id: string): Promise<News['about'] | undefined> {
    const row = await this.session.row<{ readonly id: ConnectionId; readonly name: string }>(
      'select id, name from connection where tenant_id = $1 and id = $2',
      [this.session.tenant, id],
    );
    return row && { jobId: null, job: null, connectionId: row.id, connection: row.name };
  }

  async conditionsOf(ids: readonly JobId[]): Promise<ReadonlyMap<JobId, Conditions>> {
    const rows = await this.session.rows<{ job_id: JobId; conditions: Conditions }>(
      'select job_id, conditions from notification_condition where tenant_id = $1 and job_id = any($2::uuid[])',
      [this.session.tenant, ids],
    );
    return new Map(rows.map(({ job_id: id, conditions }) => [id, conditions]));
  }

  async saveConditions(jobId: JobId, conditions: Conditions): Promise<void> {
    if (Object.keys(conditions).length === 0) {
      await this.session.write('delete from notification_condition where tenant_id = $1 and job_id = $2', [
        this.session.tenant,
        jobId,
      ]);
      return;
    }
    await this.session.write(
      `insert into notification_condition (job_id, tenant_id, conditions) values ($2, $1, $3)
       on conflict (job_id) do update set conditions = excluded.conditions`,
      [this.session.tenant, jobId, json(conditions)],
    );
  }

  async errorsOf(id: ExecutionId): Promise<ToldErrors | null> {
    return (
      (await this.session.row<ToldErrors & Record<string, unknown>>(ERRORS_OF, [this.session.tenant, id])) ??
      null
    );
  }

  pacesBefore(id: ExecutionId): Promise<readonly RunPace[]> {
    return this.session.rows<RunPace & Record<string, unknown>>(PACES_BEFORE, [this.session.tenant, id]);
  }

  async watchedJobs(): Promise<readonly WatchedJob[]> {
    const rows = await this.session.rows<WatchedRow & Record<string, unknown>>(WATCHED_JOBS, [
      this.session.tenant,
    ]);
    return rows.map(watchedFromRow);
  }

  async watchedWebhooks(): Promise<readonly WatchedWebhook[]> {
    const rows = await this.session.rows<WatchedWebhookRow>(WATCHED_WEBHOOKS, [this.session.tenant]);
    return rows.map(watchedWebhookFromRow);
  }

  async saveWebhookConditions(endpointId: string, conditions: Conditions): Promise<void> {
    if (Object.keys(conditions).length === 0) {
      await this.session.write(
        'delete from notification_webhook_condition where tenant_id = $1 and endpoint_id = $2',
        [this.session.tenant, endpointId],
      );
      return;
    }
    await this.session.write(
      `insert into notification_webhook_condition (endpoint_id, tenant_id, conditions) values ($2, $1, $3)
       on conflict (endpoint_id) do update set conditions = excluded.conditions`,
      [this.session.tenant, endpointId, json(conditions)],
    );
  }

  async newest(
    channelId: string,
    kind: ToldKind,
    aboutId: string | null,
  ): Promise<(NewestNotification & { readonly id: string }) | undefined> {
    const row = await this.session.row<{ id: string; planned_at: Date; attempts: number }>(
      `select id, planned_at, attempts from notification
       where tenant_id = $1 and channel_id = $2 and kind = $3 and coalesce(job_id, connection_id) is not distinct from $4::uuid
       order by planned_at desc limit 1 for update`,
      [this.session.tenant, channelId, kind, aboutId],
    );
    return row && { id: row.id, dueAt: row.planned_at, isWaiting: row.attempts === 0 };
  }

  async add({ id, channelId, kind, news: { about, at, facts }, dueAt }: NewNotification): Promise<void> {
    await this.session.write(
      `insert into notification (id, tenant_id, channel_id, kind, job_id, connection_id, about, since, at, facts, planned_at, due_at)
       values ($2, $1, $3, $4, $5, $6, $7, $8, $8, $9, $10, $10)`,
      [
        ...[this.session.tenant, id, channelId, kind, about.jobId, about.connectionId, json(about)],
        ...[new Date(at), json(facts), dueAt],
      ],
    );
  }

  async join(id: string, { about, at, facts }: NewNotification['news']): Promise<void> {
    await this.session.write(
      `update notification set count = count + 1, about = $3, at = $4, facts = $5 where tenant_id = $1 and id = $2`,
      [this.session.tenant, id, json(about), new Date(at), json(facts)],
    );
  }
}

function watchedFromRow(row: WatchedRow): WatchedJob {
  const { jobId, job, connectionId, connection, conditions, freshnessTargetMinutes } = row;
  return {
    about: { jobId, job, connectionId, connection },
    ...{ conditions, freshnessTargetMinutes },
    freshSince: row.freshSince.toISOString(),
    queue: row.waitingSince === null ? null : { waiting: row.waiting, since: row.waitingSince.toISOString() },
  };
}

function watchedWebhookFromRow(row: WatchedWebhookRow): WatchedWebhook {
  const { endpointId, stream, connectionId, connection, conditions, refusedSince, lastAt, daysAgo } = row;
  return {
    ...{ endpointId, stream, conditions },
    about: { jobId: null, job: null, connectionId, connection },
    refusedSince: refusedSince?.toISOString() ?? null,
    received: lastAt === null ? null : { lastAt, daysAgo: daysAgo ?? [] },
  };
}
