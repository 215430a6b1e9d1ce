import type {
  ExecutionId,
  RecordFailure,
  FailureEvent,
  FailureId,
  FailureSave,
  FailureState,
  JobId,
  KnownFailure,
} from '@evenkeel/domain';
import type { FailureFilter, FailureGroup, FailureRepository, Listed, ListRequest } from '@evenkeel/ports';
import { bigintArray, textArray } from '../connection/binary-array.js';
import type { Session } from '../connection/session.js';
import { failureFromRow, knownFailureFromRow, savesToArrays, type FailureRow } from '../rows/failure-row.js';
import { LOCK_FAILURES, RESOLVE_FAILURES, SAVE_FAILURES } from './failure-statements.js';
import { listed } from './keyset.js';
import { isBigint } from './row-names.js';

export class PostgresFailureRepository implements FailureRepository {
  constructor(private readonly session: Session) {}

  async lock(jobId: JobId, keys: readonly string[]): Promise<readonly KnownFailure[]> {
    if (keys.length === 0) return [];
    const rows = await this.session.hot(LOCK_FAILURES, [jobId, textArray([...new Set(keys)])]);
    return rows.map(knownFailureFromRow);
  }

  async save(jobId: JobId, saves: readonly FailureSave[]): Promise<void> {
    if (saves.length > 0) await this.session.hot(SAVE_FAILURES, [jobId, ...savesToArrays(saves)]);
  }

  async resolve(ids: readonly FailureId[], executionId: ExecutionId): Promise<void> {
    if (ids.length > 0) await this.session.hot(RESOLVE_FAILURES, [bigintArray(ids.map(Number)), executionId]);
  }

  async find(id: FailureId): Promise<RecordFailure | undefined> {
    if (!isBigint(id)) return undefined;
    const row = await this.session.row<FailureRow>('select * from failure where id = $1', [id]);
    return row && failureFromRow(row);
  }

  async list(
    { jobId, states, code, groupKey }: FailureFilter,
    request: ListRequest,
  ): Promise<Listed<RecordFailure>> {
    const rows = await this.session.rows<FailureRow>(
      `select * from failure
       where ($1::uuid is null or job_id = $1) and ($2::text[] is null or state = any($2))
         and ($3::text is null or code = $3) and ($4::text is null or group_key = $4)
         and id > coalesce($5::bigint, 0)
       order by id limit $6`,
      [jobId ?? null, states ?? null, code ?? null, groupKey ?? null, request.after, request.limit + 1],
    );
    return listed(rows, request, (row) => row.id, failureFromRow);
  }

  async groups({ jobId }: Pick<FailureFilter, 'jobId'>, limit: number): Promise<readonly FailureGroup[]> {
    return this.session.rows<FailureGroup>(
      `select job_id as "jobId", group_key as "groupKey", min(code) as code, min(pattern) as pattern,
         count(*) filter (where state = 'retrying')::int as retrying,
         count(*) filter (where state = 'dead')::int as dead,
         (array_agg(message order by last_failed_at desc))[1] as example, min(remedy) as remedy,
         min(first_failed_at) as "firstFailedAt", max(last_failed_at) as "lastFailedAt"
       from failure where state in ('retrying', 'dead') and ($1::uuid is null or job_id = $1)
       group by job_id, group_key order by count(*) desc, group_key limit $2`,
      [jobId ?? null, limit],
    );
  }

  async move(id: FailureId, state: FailureState, event: FailureEvent): Promise<void> {
    await this.session.write('update failure set state = $2, history = history || $3::jsonb where id = $1', [
      id,
      state,
      JSON.stringify(event),
    ]);
  }
}
