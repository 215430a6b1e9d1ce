import type { ExecutionId, JobId, Watermark } from '@evenkeel/domain';
import type { Listed, ListRequest, WatermarkChange, WatermarkRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { listed } from '../table/keyset.js';

interface ChangeRow {
  readonly id: string;
  readonly kind: Watermark['kind'] | null;
  readonly value: string | null;
  readonly execution_id: string | null;
  readonly actor: string | null;
  readonly saved_at: Date;
  readonly began_at: Date | null;
}

export class PostgresWatermarkRepository implements WatermarkRepository {
  constructor(private readonly session: Session) {}

  async find(jobId: JobId): Promise<Watermark | undefined> {
    return this.session.row<Watermark>('select kind, value from watermark where job_id = $1', [jobId]);
  }

  async save(jobId: JobId, watermark: Watermark, executionId: ExecutionId): Promise<void> {
    await this.write(jobId, watermark, { executionId, actor: null });
  }

  async edit(jobId: JobId, watermark: Watermark | null, actor: string): Promise<void> {
    if (watermark !== null) return this.write(jobId, watermark, { executionId: null, actor });
    await this.session.write(
      `with cleared as (delete from watermark where job_id = $1)
       insert into watermark_history (job_id, actor, saved_at) values ($1, $2, engine_now())`,
      [jobId, actor],
    );
  }

  async history(jobId: JobId, request: ListRequest): Promise<Listed<WatermarkChange>> {
    const rows = await this.session.rows<ChangeRow>(
      `select id, kind, value, execution_id, actor, saved_at,
         (select e.started_at from execution e where e.id = execution_id) as began_at
       from watermark_history
       where job_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [jobId, request.after, request.limit + 1],
    );
    return listed(rows, request, (row) => row.id, changeFromRow);
  }

  private async write(
    jobId: JobId,
    { kind, value }: Watermark,
    by: Pick<WatermarkChange, 'executionId' | 'actor'>,
  ): Promise<void> {
    await this.session.write(
      `with history as (
         insert into watermark_history (job_id, kind, value, execution_id, actor, saved_at)
         values ($1, $2, $3, $4, $5, engine_now()))
       insert into watermark (job_id, kind, value, execution_id, actor, saved_at)
       values ($1, $2, $3, $4, $5, engine_now())
       on conflict (job_id) do update set
         kind = excluded.kind, value = excluded.value, execution_id = excluded.execution_id,
         actor = excluded.actor, saved_at = excluded.saved_at`,
      [jobId, kind, value, by.executionId, by.actor],
    );
  }
}

function changeFromRow(row: ChangeRow): WatermarkChange {
  const { kind, value, execution_id: executionId, actor, saved_at: savedAt, began_at: movedByRunOf } = row;
  const watermark = kind === null || value === null ? null : { kind, value };
  return { watermark, executionId, actor, savedAt, movedByRunOf };
}
