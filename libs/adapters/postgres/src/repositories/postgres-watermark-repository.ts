import type { ExecutionId, JobId, Watermark } from '@evenkeel/domain';
import type { WatermarkRepository } from '@evenkeel/ports';
import type { Session } from '../connection/session.js';

export class PostgresWatermarkRepository implements WatermarkRepository {
  constructor(private readonly session: Session) {}

  async find(jobId: JobId): Promise<Watermark | undefined> {
    return this.session.row<Watermark>('select kind, value from watermark where job_id = $1', [jobId]);
  }

  async save(jobId: JobId, { kind, value }: Watermark, executionId: ExecutionId): Promise<void> {
    await this.session.write(
      `with history as (
         insert into watermark_history (job_id, kind, value, execution_id, saved_at)
         values ($1, $2, $3, $4, engine_now()))
       insert into watermark (job_id, kind, value, execution_id, saved_at) values ($1, $2, $3, $4, engine_now())
       on conflict (job_id) do update set
         kind = excluded.kind, value = excluded.value,
         execution_id = excluded.execution_id, saved_at = excluded.saved_at`,
      [jobId, kind, value, executionId],
    );
  }
}
