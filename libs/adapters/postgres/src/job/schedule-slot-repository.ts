import { SyncError, type ConnectionId, type JobId, type LedgerState } from '@evenkeel/domain';
import type { ConnectionPause, ScheduleSlotRepository, SkippedSlot, SlotVerdict } from '@evenkeel/ports';
import type { Session } from '../database/session.js';

export class PostgresScheduleSlotRepository implements ScheduleSlotRepository {
  constructor(private readonly session: Session) {}

  async lastDecided(jobId: JobId): Promise<Date | undefined> {
    const row = await this.session.row<{ due_at: Date }>(
      'select due_at from schedule_slot where job_id = $1 order by due_at desc limit 1',
      [jobId],
    );
    return row?.due_at;
  }

  async decide(jobId: JobId, dueAt: Date, decision: SlotVerdict): Promise<boolean> {
    const triggerId = decision.kind === 'fired' ? decision.triggerId : null;
    const written = await this.session.write(
      `insert into schedule_slot (job_id, due_at, decision, trigger_id, reason) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [jobId, dueAt, decision.kind, triggerId, decision.kind === 'skipped' ? decision.reason : null],
    );
    return written === 1;
  }

  async pauseOf(connectionId: ConnectionId): Promise<ConnectionPause | undefined> {
    const row = await this.session.row<{ until: Date; why: LedgerState['closedFor'] }>(
      `select until, why from (
         select to_timestamp((state ->> 'closedUntilMs')::bigint / 1000.0) as until, state -> 'closedFor' as why
         from quota_ledger where connection_id = $1) l where until > (select engine_now())`,
      [connectionId],
    );
    return row && { until: row.until, why: row.why ?? null };
  }

  async lastSkipped(jobId: JobId): Promise<SkippedSlot | undefined> {
    const row = await this.session.row<{ due_at: Date; reason: string | null }>(
      'select due_at, reason from schedule_slot where job_id = $1 order by due_at desc limit 1',
      [jobId],
    );
    return row?.reason == null ? undefined : { dueAt: row.due_at, reason: row.reason };
  }

  async countsFrom(jobId: JobId): Promise<Date> {
    const row = await this.session.row<{ created_at: Date }>(
      `select r.created_at from (
         select revision, created_at, definition -> 'schedule' as schedule,
           lag(definition -> 'schedule') over (order by revision) as before
         from job_revision where job_id = $1) r
       where r.revision = 1 or r.schedule is distinct from r.before order by r.revision desc limit 1`,
      [jobId],
    );
    if (row === undefined) throw new SyncError('request.not_found', `There is no job ${jobId}`);
    return row.created_at;
  }
}
