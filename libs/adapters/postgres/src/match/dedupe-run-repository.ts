import {
  orderIds,
  type DedupeCounts,
  type DedupePhase,
  type DedupePass,
  type DedupeState,
  type RecordPair,
} from '@evenkeel/domain';
import type { DedupePair, DedupeRunRepository, Listed, ListRequest } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { json, jsonOrNull } from '../table/columns.js';
import { listed } from '../table/keyset.js';

interface RunRow {
  id: string;
  record_type: string;
  job_id: string | null;
  phase: DedupePhase;
  state: DedupeState;
  revision: number;
  keys_of: string;
  after: string;
  until: string;
  compared: number;
  merged: number;
  moved: number;
  in_review: number;
  kept_apart: number;
  unchanged: number;
  previewed: DedupeCounts | null;
  actor: string;
  requested_at: Date;
  ended_at: Date | null;
  problem: string | null;
}

export class PostgresDedupeRunRepository implements DedupeRunRepository {
  constructor(private readonly session: Session) {}

  async add(run: DedupePass): Promise<void> {
    await this.session.write(
      `insert into dedupe_run (id, tenant_id, record_type, job_id, phase, state, revision, keys_of, after, until,
         compared, merged, moved, in_review, kept_apart, unchanged, previewed, actor, requested_at, ended_at, problem)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
      [
        ...[run.id, this.session.tenant, run.recordType, run.jobId, run.phase, run.state, run.revision],
        ...[run.keysOf, run.after, run.until, ...countsOf(run), jsonOrNull(run.previewed), run.actor],
        ...[run.requestedAt, run.endedAt, run.problem],
      ],
    );
  }

  find(id: string): Promise<DedupePass | undefined> {
    return this.one(id, '');
  }

  lock(id: string): Promise<DedupePass | undefined> {
    return this.one(id, 'for update');
  }

  async save(run: DedupePass): Promise<void> {
    await this.session.write(
      `update dedupe_run set phase = $3, state = $4, revision = $5, after = $6, compared = $7, merged = $8, moved = $9,
         in_review = $10, kept_apart = $11, unchanged = $12, previewed = $13, ended_at = $14, problem = $15
       where id = $1 and tenant_id = $2`,
      [
        ...[run.id, this.session.tenant, run.phase, run.state, run.revision, run.after, ...countsOf(run)],
        ...[jsonOrNull(run.previewed), run.endedAt, run.problem],
      ],
    );
  }

  async list(recordType: string | undefined, request: ListRequest): Promise<Listed<DedupePass>> {
    const rows = await this.session.rows<RunRow>(
      `select * from dedupe_run r where tenant_id = $1 and ($2::text is null or record_type = $2)
         and ($3::uuid is null or (requested_at, id) < (select o.requested_at, o.id from dedupe_run o where o.id = $3))
       order by requested_at desc, id desc limit $4`,
      [this.session.tenant, recordType ?? null, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, runFromRow);
  }

  async lastRecord(recordType: string): Promise<string> {
    const row = await this.session.row<{ id: string }>(
      `select id::text as id from record where record_type = $1 and tenant_id = $2 order by record.id desc limit 1`,
      [recordType, this.session.tenant],
    );
    return row?.id ?? '0';
  }

  async addPairs(id: string, pairs: readonly DedupePair[]): Promise<void> {
    if (pairs.length === 0) return;
    await this.session.write(
      `insert into dedupe_pair (run_id, one_id, other_id, rule, score, why, cause)
       select distinct on (i.one, i.other) r.id, i.one, i.other, i.rule, i.score, i.why::jsonb, nullif(i.cause, '')
       from dedupe_run r cross join unnest($3::bigint[], $4::bigint[], $5::text[], $6::real[], $7::text[], $8::text[])
         as i(one, other, rule, score, why, cause)
       where r.id = $1 and r.tenant_id = $2
       order by i.one, i.other, i.cause
       on conflict (run_id, one_id, other_id) do update
         set cause = null, rule = excluded.rule, score = excluded.score, why = excluded.why where excluded.cause is null`,
      [
        id,
        this.session.tenant,
        pairs.map(({ one }) => one),
        pairs.map(({ other }) => other),
        pairs.map(({ rule }) => rule),
        pairs.map(({ score }) => String(score)),
        pairs.map(({ why }) => json(why)),
        pairs.map(({ cause }) => cause ?? ''),
      ],
    );
  }

  async pairs(id: string, request: ListRequest): Promise<Listed<DedupePair>> {
    const [one, other] = request.after?.split(' ') ?? [null, null];
    const rows = await this.session.rows<DedupePair & Record<string, unknown>>(
      `select p.one_id::text as one, p.other_id::text as other, p.rule, p.score, p.why, p.cause
       from dedupe_pair p join dedupe_run r on r.id = p.run_id
       where p.run_id = $1 and r.tenant_id = $2 and ($3::bigint is null or (p.one_id, p.other_id) > ($3::bigint, $4::bigint))
       order by p.one_id, p.other_id limit $5`,
      [id, this.session.tenant, one ?? null, other ?? null, request.limit + 1],
    );
    return listed(
      rows,
      request,
      (pair) => `${pair.one} ${pair.other}`,
      ({ ...pair }) => pair,
    );
  }

  async pairsToMerge(id: string, recordIds: readonly string[]): Promise<readonly RecordPair[]> {
    if (recordIds.length === 0) return [];
    const rows = await this.session.rows<{ one: string; other: string }>(
      `with run as (select id from dedupe_run where id = $1 and tenant_id = $3)
       select one_id::text as one, other_id::text as other from run join dedupe_pair p on p.run_id = run.id
       where one_id = any($2::bigint[]) and cause is null
       union
       select one_id::text, other_id::text from run join dedupe_pair p on p.run_id = run.id
       where other_id = any($2::bigint[]) and cause is null`,
      [id, recordIds, this.session.tenant],
    );
    return rows.map(({ one, other }) => [one, other]);
  }

  async follow(
    id: string,
    pairs: readonly { readonly absorbedId: string; readonly survivorId: string }[],
  ): Promise<void> {
    if (pairs.length === 0) return;
    const survivorOf = new Map(pairs.map(({ absorbedId, survivorId }) => [absorbedId, survivorId]));
    const now = (record: string) => survivorOf.get(record) ?? record;
    const concerned = await this.session.rows<DedupePair & Record<string, unknown>>(
      `delete from dedupe_pair p using dedupe_run r where r.id = $1 and r.tenant_id = $3 and p.run_id = r.id
         and (p.one_id = any($2::bigint[]) or p.other_id = any($2::bigint[]))
       returning p.one_id::text as one, p.other_id::text as other, p.rule, p.score, p.why, p.cause`,
      [id, [...survivorOf.keys()], this.session.tenant],
    );
    const renamed = concerned.flatMap((pair): readonly DedupePair[] => {
      const [one, other] = [now(pair.one), now(pair.other)].toSorted(orderIds) as [string, string];
      return one === other ? [] : [{ ...pair, one, other }];
    });
    await this.addPairs(id, renamed);
  }

  private async one(id: string, lock: string): Promise<DedupePass | undefined> {
    const row = await this.session.row<RunRow>(
      `select * from dedupe_run where id = $1 and tenant_id = $2 ${lock}`,
      [id, this.session.tenant],
    );
    return row && runFromRow(row);
  }
}

function countsOf({ counts }: DedupePass): readonly number[] {
  const { compared, merged, moved, inReview, keptApart, unchanged } = counts;
  return [compared, merged, moved, inReview, keptApart, unchanged];
}

function runFromRow(row: RunRow): DedupePass {
  const { compared, merged, moved, in_review: inReview, kept_apart: keptApart, unchanged } = row;
  return {
    id: row.id,
    recordType: row.record_type,
    jobId: row.job_id,
    phase: row.phase,
    state: row.state,
    revision: row.revision,
    keysOf: row.keys_of,
    after: row.after,
    until: row.until,
    counts: { compared, merged, moved, inReview, keptApart, unchanged },
    previewed: row.previewed,
    actor: row.actor,
    requestedAt: row.requested_at,
    endedAt: row.ended_at,
    problem: row.problem,
  };
}
