import type { EngineWrite, JobId } from '@evenkeel/domain';
import type {
  FlipFlopRepository,
  Listed,
  ListRequest,
  QuarantinedRecord,
  WatchedRecord,
  WatchedWrites,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { listed } from '../table/keyset.js';
import { isBigint } from '../table/row-names.js';

interface QuarantinedRow extends Record<string, unknown> {
  readonly reference_id: string;
  readonly job_id: string;
  readonly record_id: string;
  readonly external_id: string;
  readonly path: string;
  readonly quarantined_at: Date;
}

/** $1 tenant. Of a reference that is there. */
const QUARANTINED = `select f.reference_id::text as reference_id, f.job_id, f.record_id::text as record_id, e.external_id, f.path, f.quarantined_at
  from flip_flop f join external_reference e on e.id = f.reference_id where f.tenant_id = $1 and f.quarantined_at is not null`;

export class PostgresFlipFlopRepository implements FlipFlopRepository {
  constructor(private readonly session: Session) {}

  async of(referenceIds: readonly string[]): Promise<ReadonlyMap<string, WatchedRecord>> {
    if (referenceIds.length === 0) return new Map();
    const rows = await this.session.rows<{ id: string; writes: EngineWrite[]; is_quarantined: boolean }>(
      `select reference_id::text as id, writes, quarantined_at is not null as is_quarantined from flip_flop
       where reference_id = any($1::bigint[]) and tenant_id = $2`,
      [referenceIds, this.session.tenant],
    );
    return new Map(
      rows.map(({ id, writes, is_quarantined: isQuarantined }) => [id, { writes, isQuarantined }]),
    );
  }

  async save(watched: readonly WatchedWrites[]): Promise<void> {
    const kept = watched.filter(({ writes, path }) => writes.length > 0 || path !== null);
    const empty = watched.filter(({ writes, path }) => writes.length === 0 && path === null);
    if (kept.length > 0)
      await this.session.write(
        `insert into flip_flop as f (reference_id, tenant_id, job_id, record_id, writes, changed_at, path, quarantined_at)
         select w."referenceId", $2, w."jobId", w."recordId", w.writes, t.now, w.path, case when w.path is not null then t.now end
         from json_to_recordset($1::json) as w("referenceId" bigint, "jobId" uuid, "recordId" bigint, writes json, path text)
         cross join (select engine_now() as now) t order by w."referenceId"
         on conflict (reference_id) do update set writes = excluded.writes, changed_at = excluded.changed_at,
           path = coalesce(f.path, excluded.path), quarantined_at = coalesce(f.quarantined_at, excluded.quarantined_at)`,
        [JSON.stringify(kept), this.session.tenant],
      );
    if (empty.length > 0)
      await this.session.write(
        'delete from flip_flop where reference_id = any($1::bigint[]) and tenant_id = $2 and quarantined_at is null',
        [empty.map(({ referenceId }) => referenceId), this.session.tenant],
      );
  }

  async list(jobId: JobId | null, request: ListRequest): Promise<Listed<QuarantinedRecord>> {
    const rows = await this.session.rows<QuarantinedRow>(
      `${QUARANTINED} and ($2::uuid is null or f.job_id = $2) and f.reference_id > coalesce($3::bigint, 0)
       order by f.reference_id limit $4`,
      [this.session.tenant, jobId, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ reference_id: id }) => id, quarantinedFromRow);
  }

  async find(referenceId: string): Promise<QuarantinedRecord | undefined> {
    if (!isBigint(referenceId)) return undefined;
    const row = await this.session.row<QuarantinedRow>(`${QUARANTINED} and f.reference_id = $2`, [
      this.session.tenant,
      referenceId,
    ]);
    return row && quarantinedFromRow(row);
  }

  async release(referenceId: string): Promise<boolean> {
    const released = await this.session.write(
      'delete from flip_flop where reference_id = $2 and tenant_id = $1 and quarantined_at is not null',
      [this.session.tenant, referenceId],
    );
    return released === 1;
  }
}

function quarantinedFromRow(row: QuarantinedRow): QuarantinedRecord {
  const { reference_id: referenceId, job_id: jobId, record_id: recordId } = row;
  const { external_id: externalId, path, quarantined_at: quarantinedAt } = row;
  return { referenceId, jobId, recordId, externalId, path, quarantinedAt };
}
