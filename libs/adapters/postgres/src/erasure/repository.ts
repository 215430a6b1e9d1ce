import type {
  ErasedCount,
  ErasureRepository,
  ErasureScope,
  NewErasure,
  StoredErasure,
} from '@evenkeel/ports';
import { ERASED, ERASED_HASH, UNERASED } from '@evenkeel/domain';
import type { Session, Value } from '../database/session.js';
import { isBigint } from '../table/row-names.js';
import { JOBS_OF_RECORD, PARENTS_OF_RECORD, SCOPE_OF_RECORD } from './scope-statements.js';
import { ERASURE_STEPS, GIVEN, type ErasureStep } from './steps.js';

interface ErasureRow {
  version: number;
  counts: ErasedCount[];
  actor: string;
  reason: string | null;
  erased_at: Date;
  lifted_at: Date | null;
  lifted_by: string | null;
}

export class PostgresErasureRepository implements ErasureRepository {
  constructor(private readonly session: Session) {}

  async lockJobs(recordId: string): Promise<readonly string[]> {
    const own = [recordId, this.session.tenant];
    // An execution refers to its job: none is inserted while the row is locked so.
    await this.session.rows(`select j.id from job j where ${JOBS_OF_RECORD} order by j.id for update`, own);
    const rows = await this.session.rows<{ name: string }>(
      `select distinct j.name from job j join execution e on e.job_id = j.id and e.finished_at is null
       where ${JOBS_OF_RECORD} order by j.name`,
      own,
    );
    return rows.map(({ name }) => name);
  }

  async lock(recordId: string): Promise<void> {
    const own = [recordId, this.session.tenant];
    await this.session.rows(
      `select e.id from external_reference e join record r on r.id = e.record_id
       where e.record_id = $1 and r.tenant_id = $2 order by e.set_id, e.external_id for no key update of e`,
      own,
    );
    await this.session.rows('select id from record where id = $1 and tenant_id = $2 for no key update', own);
  }

  async scope(recordId: string): Promise<ErasureScope> {
    const row = await this.session.row<ErasureScope>(SCOPE_OF_RECORD, [recordId, this.session.tenant]);
    return row!;
  }

  async parents(recordId: string): Promise<readonly string[]> {
    const rows = await this.session.rows<{ id: string }>(PARENTS_OF_RECORD, [recordId, this.session.tenant]);
    return rows.map(({ id }) => id);
  }

  async count(scope: ErasureScope): Promise<readonly ErasedCount[]> {
    const counts: ErasedCount[] = [];
    for (const { table, where } of ERASURE_STEPS) {
      const row = await this.session.row<{ rows: number }>(
        `${GIVEN} select count(*)::int as rows from ${table} t where ${where}`,
        valuesOf(scope),
      );
      counts.push({ table, rows: row!.rows });
    }
    return counts.filter(({ rows }) => rows > 0);
  }

  async erase(scope: ErasureScope): Promise<readonly ErasedCount[]> {
    const counts: ErasedCount[] = [];
    for (const step of ERASURE_STEPS) {
      if (step.first !== undefined) await this.session.write(`${GIVEN} ${step.first}`, valuesOf(scope));
      const rows = await this.session.write(`${GIVEN} ${statementOf(step)}`, valuesOf(scope));
      counts.push({ table: step.table, rows });
    }
    return counts.filter(({ rows }) => rows > 0);
  }

  async add({ recordId, counts, actor, reason }: NewErasure): Promise<StoredErasure> {
    const row = await this.session.row<ErasureRow>(
      `insert into record_erasure (tenant_id, record_id, version, connection_ids, counts, actor, reason)
       select tenant_id, id, version, array(
         select distinct s.connection_id from external_reference e join reference_set s on s.id = e.set_id where e.record_id = $1),
         $3, $4, $5 from record where id = $1 and tenant_id = $2 returning *`,
      [recordId, this.session.tenant, JSON.stringify(counts), actor, reason],
    );
    return erasureFromRow(row!);
  }

  async ofRecord(recordId: string): Promise<readonly StoredErasure[]> {
    if (!isBigint(recordId)) return [];
    const rows = await this.session.rows<ErasureRow>(
      'select * from record_erasure where record_id = $1 and tenant_id = $2 order by id desc',
      [recordId, this.session.tenant],
    );
    return rows.map(erasureFromRow);
  }

  async lift(recordId: string, actor: string): Promise<void> {
    const own = [recordId, this.session.tenant];
    // Inactive, under a hash that no reading has: the next one that shows it is written.
    await this.session.write(
      `update external_reference e set content_hash = '00000000-0000-0000-0000-000000000000', inactive_cause = '${UNERASED}'
       from record r where r.id = e.record_id and e.record_id = $1 and r.tenant_id = $2
         and e.content_hash = '${ERASED_HASH}' and e.inactive_cause = '${ERASED}'`,
      own,
    );
    await this.session.write(
      `update record_erasure set lifted_at = engine_now(), lifted_by = $3
       where record_id = $1 and tenant_id = $2 and lifted_at is null`,
      [...own, actor],
    );
  }
}

function valuesOf({ recordIds, referenceIds, derivedIds, said }: ErasureScope): readonly Value[] {
  return [recordIds, referenceIds, derivedIds, said] as readonly Value[];
}

function statementOf({ table, where, set }: ErasureStep): string {
  return set === undefined
    ? `delete from ${table} t where ${where}`
    : `update ${table} t set ${set} where ${where}`;
}

function erasureFromRow(row: ErasureRow): StoredErasure {
  return {
    version: row.version,
    at: row.erased_at.toISOString(),
    actor: row.actor,
    reason: row.reason,
    liftedAt: row.lifted_at?.toISOString() ?? null,
    liftedBy: row.lifted_by,
    counts: row.counts,
  };
}
