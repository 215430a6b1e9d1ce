import type {
  ExecutionId,
  RecordFailure,
  FailureEvent,
  FailureId,
  FailureSave,
  FailureState,
  JobId,
  KnownFailure,
  TakenBack,
  TenantId,
} from '@evenkeel/domain';
import type {
  EditedPayload,
  FailureFilter,
  FailureGroup,
  FailureRepository,
  Listed,
  ListRequest,
} from '@evenkeel/ports';
import { bigintArray, jsonbArray, textArray } from '../database/binary-array.js';
import type { Session, Value } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import {
  failureFromRow,
  knownFailureFromRow,
  FAILURE_SAVE,
  type FailureRow,
  type NumberedSave,
} from './row.js';
import { LOCK_FAILURES, RESOLVE_FAILURES, SAVE_FAILURES } from './statements.js';
import { listed } from '../table/keyset.js';
import { isBigint } from '../table/row-names.js';

export class PostgresFailureRepository implements FailureRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async lock(jobId: JobId, keys: readonly string[]): Promise<readonly KnownFailure[]> {
    if (keys.length === 0) return [];
    const rows = await this.session.hot(LOCK_FAILURES, [jobId, textArray([...new Set(keys)])]);
    return rows.map(knownFailureFromRow);
  }

  async save(jobId: JobId, saves: readonly FailureSave[]): Promise<void> {
    if (saves.length === 0) return;
    const numbered: NumberedSave[] = [];
    for (const save of saves) {
      const set = save.waitsFor && (await this.sets.findOrCreate(this.session, save.waitsFor.to));
      numbered.push({ ...save, waitsForSet: set?.id ?? 0 });
    }
    await this.session.hot(SAVE_FAILURES, [jobId, ...FAILURE_SAVE.values(numbered)]);
  }

  async resolve(ids: readonly FailureId[], executionId: ExecutionId): Promise<void> {
    if (ids.length > 0) await this.session.hot(RESOLVE_FAILURES, [bigintArray(ids.map(Number)), executionId]);
  }

  async lockFailedIn(
    jobId: JobId,
    executionId: ExecutionId,
    limit: number,
  ): Promise<readonly KnownFailure[]> {
    const rows = await this.session.rows<FailureRow>(
      `select * from failure where job_id = $1 and last_execution_id = $2 and state in ('retrying', 'dead')
       order by key limit $3 for no key update`,
      [jobId, executionId, limit],
    );
    return rows.map(failureFromRow);
  }

  async takeBack(taken: readonly TakenBack[]): Promise<void> {
    const removed = taken.filter(({ kind }) => kind === 'remove').map(({ id }) => id);
    await this.session.write('delete from failure where id = any($1::bigint[])', [removed]);
    const restored = taken.filter((failure) => failure.kind === 'restore');
    await this.session.write(
      `update failure f set state = t.state, executions = t.executions, last_execution_id = t.last_execution_id,
         history = t.history, raw = case when t.forgets then null else f.raw end,
         mapped = case when t.forgets then null else f.mapped end,
         payload_digest = case when t.forgets then null else f.payload_digest end
       from unnest($1::bigint[], $2::text[], $3::int[], $4::uuid[], $5::jsonb[], $6::bool[])
         as t(id, state, executions, last_execution_id, history, forgets)
       where f.id = t.id`,
      [
        restored.map(({ id }) => id),
        restored.map(({ state }) => state),
        restored.map(({ executions }) => String(executions)),
        restored.map(({ lastExecutionId }) => lastExecutionId),
        jsonbArray(restored.map(({ history }) => JSON.stringify(history))),
        restored.map(({ forgetsPayload }) => String(forgetsPayload)),
      ],
    );
  }

  async find(id: FailureId): Promise<RecordFailure | undefined> {
    if (!isBigint(id)) return undefined;
    const row = await this.session.row<FailureRow>('select * from failure where id = $1 and tenant_id = $2', [
      id,
      this.session.tenant,
    ]);
    return row && failureFromRow(row);
  }

  async list(filter: FailureFilter, request: ListRequest): Promise<Listed<RecordFailure>> {
    const rows = await this.session.rows<FailureRow>(
      `select * from failure where ${MATCHES} and id > coalesce($7::bigint, 0) order by id limit $8`,
      [...matching(filter, this.session.tenant), request.after, request.limit + 1],
    );
    return listed(rows, request, (row) => row.id, failureFromRow);
  }

  async listOpen(ids: readonly FailureId[]): Promise<readonly RecordFailure[]> {
    const rows = await this.session.rows<FailureRow>(
      `select * from failure where id = any($1::bigint[]) and tenant_id = $2 and state in ('retrying', 'dead', 'parked') order by id`,
      [ids, this.session.tenant],
    );
    return rows.map(failureFromRow);
  }

  async listIds(filter: FailureFilter, limit: number): Promise<readonly FailureId[]> {
    const rows = await this.session.rows<{ id: string }>(
      `select id from failure where ${MATCHES} order by id limit $7`,
      [...matching(filter, this.session.tenant), limit],
    );
    return rows.map(({ id }) => id);
  }

  async groups({ jobId }: Pick<FailureFilter, 'jobId'>, limit: number): Promise<readonly FailureGroup[]> {
    return this.session.rows<FailureGroup>(
      `select job_id as "jobId", group_key as "groupKey", min(code) as code, min(pattern) as pattern,
         count(*) filter (where state = 'retrying')::int as retrying,
         count(*) filter (where state = 'dead')::int as dead,
         (array_agg(message order by last_failed_at desc))[1] as example, min(remedy) as remedy,
         min(first_failed_at) as "firstFailedAt", max(last_failed_at) as "lastFailedAt"
       from failure where state in ('retrying', 'dead') and ($1::uuid is null or job_id = $1) and tenant_id = $3
       group by job_id, group_key order by count(*) desc, group_key limit $2`,
      [jobId ?? null, limit, this.session.tenant],
    );
  }

  async note(ids: readonly FailureId[], state: FailureState | null, event: FailureEvent): Promise<void> {
    await this.session.write(
      `update failure set state = coalesce($2, state),
         closed_at = case when $2::text is null then closed_at else engine_now() end, history = history || $3::jsonb where id = any($1::bigint[])`,
      [ids, state, JSON.stringify(event)],
    );
  }

  async edit(id: FailureId, { raw, digest, externalId, actor }: EditedPayload): Promise<void> {
    await this.session.write(
      `update failure set raw = $2, payload_digest = $3, external_id = coalesce($4, external_id), edited_by = $5
       where id = $1`,
      [id, raw, digest, externalId, actor],
    );
  }
}

const MATCHES = `($1::uuid is null or job_id = $1) and ($2::text[] is null or state = any($2))
  and ($3::text is null or code = $3) and ($4::text is null or group_key = $4)
  and ($5::text[] is null or code <> all($5)) and tenant_id = $6`;

function matching(
  { jobId, states, code, groupKey, exceptCodes }: FailureFilter,
  tenantId: TenantId,
): Value[] {
  return [jobId ?? null, states ?? null, code ?? null, groupKey ?? null, exceptCodes ?? null, tenantId];
}
