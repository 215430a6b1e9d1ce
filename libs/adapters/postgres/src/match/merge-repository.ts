import type { MatchReason } from '@evenkeel/domain';
import type { Listed, ListRequest, MergeRepository, RecordMerge, StoredMerge } from '@evenkeel/ports';
import { expireConflicts } from '../conflict/expire-statement.js';
import type { Session } from '../database/session.js';
import { arraysOf, bigints, jsonbs, texts } from '../table/array-columns.js';
import { json } from '../table/columns.js';
import { listed } from '../table/keyset.js';
import { isBigint } from '../table/row-names.js';

interface MergeRow {
  id: string;
  record_type: string;
  survivor_id: string;
  absorbed_id: string | null;
  reference_ids: string[];
  rule: string | null;
  score: number | null;
  why: MatchReason[];
  execution_id: string | null;
  actor: string | null;
  merged_at: Date;
  undone_at: Date | null;
  undone_by: string | null;
}

const MERGES = arraysOf<RecordMerge>({
  record_type: texts(({ recordType }) => recordType),
  survivor_id: bigints(({ survivorId }) => Number(survivorId)),
  absorbed_id: texts(({ absorbedId }) => absorbedId),
  reference_ids: texts(({ referenceIds }) => `{${referenceIds.join(',')}}`),
  rule: texts(({ rule }) => rule),
  score: texts(({ score }) => (score === null ? null : String(score))),
  why: jsonbs(({ why }) => json(why)),
  execution_id: texts(({ executionId }) => executionId),
  actor: texts(({ actor }) => actor),
});

const ADD_MERGES = `
  insert into record_merge (tenant_id, ${MERGES.list}, survivor_before)
  select $1::uuid, record_type, survivor_id, absorbed_id::bigint, reference_ids::bigint[], rule, score::real, why,
    execution_id::uuid, actor, '{}'
  from unnest(${MERGES.parameters(2)}) as i(${MERGES.list})`;

export class PostgresMergeRepository implements MergeRepository {
  constructor(private readonly session: Session) {}

  async add(merges: readonly RecordMerge[]): Promise<void> {
    if (merges.length === 0) return;
    await this.session.write(ADD_MERGES, [this.session.tenant, ...MERGES.values(merges)]);
  }

  async find(id: string): Promise<StoredMerge | undefined> {
    if (!isBigint(id)) return undefined;
    const row = await this.session.row<MergeRow>(
      'select * from record_merge where id = $1 and tenant_id = $2',
      [id, this.session.tenant],
    );
    return row && mergeFromRow(row);
  }

  async list(recordId: string | undefined, request: ListRequest): Promise<Listed<StoredMerge>> {
    const rows = await this.session.rows<MergeRow>(
      `select * from record_merge where tenant_id = $1
         and ($2::bigint is null or survivor_id = $2 or absorbed_id = $2)
         and ($3::bigint is null or id < $3) order by id desc limit $4`,
      [this.session.tenant, recordId ?? null, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, mergeFromRow);
  }

  async markUndone(id: string, actor: string): Promise<void> {
    await this.session.write(
      'update record_merge set undone_at = engine_now(), undone_by = $2 where id = $1 and tenant_id = $3',
      [id, actor, this.session.tenant],
    );
  }

  async absorb(
    pairs: readonly { readonly absorbedId: string; readonly survivorId: string }[],
  ): Promise<void> {
    await this.session.write(
      `update record r set merged_into = i.survivor, inactive_at = coalesce(r.inactive_at, engine_now()),
         updated_at = engine_now()
       from unnest($1::bigint[], $2::bigint[]) as i(absorbed, survivor)
       where r.id = i.absorbed and r.tenant_id = $3`,
      [
        pairs.map(({ absorbedId }) => absorbedId),
        pairs.map(({ survivorId }) => survivorId),
        this.session.tenant,
      ],
    );
    await this.session.write(expireConflicts('f.record_id = any($1::bigint[]) and f.tenant_id = $2'), [
      pairs.map(({ absorbedId }) => absorbedId),
      this.session.tenant,
    ]);
  }

  async revive(recordId: string): Promise<void> {
    await this.session.write('update record set merged_into = null where id = $1 and tenant_id = $2', [
      recordId,
      this.session.tenant,
    ]);
  }

  async survivorOf(recordId: string): Promise<string | undefined> {
    if (!isBigint(recordId)) return undefined;
    const row = await this.session.row<{ id: string }>(
      `with recursive way as (
         select merged_into as id, 1 as steps from record
         where id = $1 and tenant_id = $2 and merged_into is not null
         union all
         select r.merged_into, w.steps + 1 from way w join record r on r.id = w.id
         where r.merged_into is not null and w.steps < 1000)
       select id::text as id from way order by steps desc limit 1`,
      [recordId, this.session.tenant],
    );
    return row?.id;
  }
}

function mergeFromRow(row: MergeRow): StoredMerge {
  return {
    id: row.id,
    recordType: row.record_type,
    survivorId: row.survivor_id,
    absorbedId: row.absorbed_id,
    referenceIds: row.reference_ids,
    rule: row.rule,
    score: row.score,
    why: row.why,
    executionId: row.execution_id,
    actor: row.actor,
    mergedAt: row.merged_at,
    undoneAt: row.undone_at,
    undoneBy: row.undone_by,
  };
}
