import {
  BUCKETS,
  type Bucket,
  type BucketCounts,
  type ChunkId,
  type Execution,
  type JobId,
  type Plan,
  type PlanId,
  type PlanSums,
} from '@evenkeel/domain';
import type { Listed, ListRequest, PlanChange, PlanPage, PlanRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { PLAN, planFromRow, type PlanRow } from './row.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';

const SUMS = BUCKETS.map((bucket) => `coalesce(sum((counts->>'${bucket}')::int), 0)::int as ${bucket}`);

const SAVED = PLAN.only('slices', 'state', 'summary', 'carried_out_by', 'decided_by', 'decided_at');

export class PostgresPlanRepository implements PlanRepository {
  constructor(private readonly session: Session) {}

  async insert(plan: Plan): Promise<void> {
    this.session.assertOwn(plan);
    await this.session.write(
      `insert into plan (${PLAN.list}) values (${PLAN.parameters})`,
      PLAN.values(plan),
    );
  }

  async find(id: PlanId): Promise<Plan | undefined> {
    return this.findOne(id, '');
  }

  async lock(id: PlanId): Promise<Plan | undefined> {
    return this.findOne(id, 'for no key update');
  }

  async save(plan: Plan): Promise<void> {
    await this.session.write(`update plan set ${SAVED.assignments(2)} where id = $1`, [
      plan.id,
      ...SAVED.values(plan),
    ]);
  }

  async failMaking({ id, jobId }: Pick<Execution, 'id' | 'jobId'>, why: string): Promise<void> {
    await this.session.write(
      `update plan set state = 'failed', summary = (summary::jsonb || jsonb_build_object('failure', $3::text))::json
       where job_id = $1 and execution_id = $2 and state = 'making'`,
      [jobId, id, why],
    );
  }

  async resumeMaking({ id, jobId }: Pick<Execution, 'id' | 'jobId'>): Promise<void> {
    await this.session.write(
      `update plan set state = 'making', summary = (summary::jsonb - 'failure')::json
       where job_id = $1 and execution_id = $2 and state = 'failed'`,
      [jobId, id],
    );
  }

  async remove(id: PlanId): Promise<void> {
    for (const table of ['plan_page', 'plan_change'])
      await this.session.write(`delete from ${table} where plan_id = $1`, [id]);
    await this.session.write('delete from plan where id = $1', [id]);
  }

  async list({ jobId }: { readonly jobId?: JobId }, request: ListRequest): Promise<Listed<Plan>> {
    const rows = await this.session.rows<PlanRow>(
      `select ${PLAN.list} from plan
       where ($1::uuid is null or job_id = $1) and ($2::uuid is null or id < $2) and tenant_id = $4
       order by id desc limit $3`,
      [jobId ?? null, request.after, request.limit + 1, this.session.tenant],
    );
    return listed(rows, request, (row) => row.id, planFromRow);
  }

  async addPages(pages: readonly PlanPage[]): Promise<void> {
    for (const { planId, chunkId, pageNo, counts, entries, details } of pages) {
      await this.session.write(
        'insert into plan_page (plan_id, chunk_id, page_no, counts, entries, wanted) values ($1, $2, $3, $4, $5, $6)',
        [planId, chunkId, pageNo, JSON.stringify(counts), Buffer.from(entries), String(details)],
      );
    }
  }

  async sums(id: PlanId): Promise<PlanSums> {
    const row = await this.session.row<{ pages: number; details: number } & BucketCounts>(
      `select (count(*) filter (where not exists (select from chunk c where c.id = chunk_id and c.slice ->> 'kind' = 'push')))::int as pages, coalesce(sum((wanted #>> '{}')::int), 0)::int as details, ${SUMS.join(', ')} from plan_page where plan_id = $1`,
      [id],
    );
    const { pages, details, ...counts } = row!;
    return { pages, details, counts };
  }

  async entries(id: PlanId): Promise<readonly Uint8Array[]> {
    const rows = await this.session.rows<{ entries: Buffer }>(
      'select entries from plan_page where plan_id = $1',
      [id],
    );
    return rows.map(({ entries }) => entries);
  }

  async addChanges(id: PlanId, changes: readonly PlanChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.session.write(
      `insert into plan_change (plan_id, external_id, record_id, bucket, fields, problem)
       select $1, change->>'externalId', (change->>'recordId')::bigint, change->>'bucket', change->'fields',
         case when change->>'problem' is null then null else change->'problem' end
       from unnest($2::json[]) with ordinality as c(change, position) order by position`,
      [id, changes.map((change) => JSON.stringify(change))],
    );
  }

  async nextPageNo(id: PlanId, chunkId: ChunkId): Promise<number> {
    const row = await this.session.row<{ next: number }>(
      'select coalesce(max(page_no) + 1, 0)::int as next from plan_page where plan_id = $1 and chunk_id = $2',
      [id, chunkId],
    );
    return row!.next;
  }

  async rebucket(id: PlanId, externalIds: readonly string[], bucket: Bucket): Promise<void> {
    if (externalIds.length === 0) return;
    await this.session.write(
      `update plan_change set bucket = $3, fields = '[]', record_id = null where plan_id = $1 and external_id = any($2::text[])`,
      [id, externalIds, bucket],
    );
  }

  async countChanges(id: PlanId, limit: number): Promise<number> {
    const row = await this.session.row<{ count: number }>(
      'select count(*)::int as count from (select from plan_change where plan_id = $1 limit $2) c',
      [id, limit],
    );
    return row!.count;
  }

  async changes(id: PlanId, request: ListRequest): Promise<Listed<PlanChange>> {
    const rows = await this.session.rows<PlanChange & { readonly id: string }>(
      `select id, external_id as "externalId", record_id::text as "recordId", bucket, fields, problem from plan_change
       where plan_id = $1 and id > coalesce($2::bigint, 0) order by id limit $3`,
      [id, request.after, request.limit + 1],
    );
    return listed(
      rows,
      request,
      (row) => row.id,
      ({ id: _, recordId, ...change }) => (recordId ? { ...change, recordId } : change),
    );
  }

  private async findOne(id: PlanId, lock: string): Promise<Plan | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<PlanRow>(
      `select ${PLAN.list} from plan where id = $1 and tenant_id = $2 ${lock}`,
      [id, this.session.tenant],
    );
    return row && planFromRow(row);
  }
}
