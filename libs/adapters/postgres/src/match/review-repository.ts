import type { KeptApart, MatchReason, ReviewCause, ReviewState } from '@evenkeel/domain';
import type {
  Listed,
  ListRequest,
  MatchReviewRepository,
  OpenedReview,
  ReviewFilter,
  StoredReview,
} from '@evenkeel/ports';
import { textArray, uuidArray } from '../database/binary-array.js';
import type { Session } from '../database/session.js';
import { json } from '../table/columns.js';
import { listed } from '../table/keyset.js';
import { isBigint } from '../table/row-names.js';
import { ANY_KEPT_APART, FIND_KEPT_APART } from './key-statements.js';
import { keyFromUuid } from './row.js';

interface ReviewRow {
  id: string;
  record_type: string;
  one_id: string;
  other_id: string;
  rule: string;
  score: number;
  why: MatchReason[];
  cause: ReviewCause;
  state: ReviewState;
  opened_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
}

type Named = Pick<KeptApart, 'setId' | 'externalId'>;
type Presented = Parameters<MatchReviewRepository['keptApart']>[1][number];

/** Of two that became one meanwhile there is nothing to look at. */
const OPEN_REVIEWS = `
  insert into match_review (tenant_id, record_type, one_id, other_id, rule, score, why, cause)
  select distinct on (least(e.record_id, r.id), greatest(e.record_id, r.id))
    $1::uuid, i.type, least(e.record_id, r.id), greatest(e.record_id, r.id), i.rule, i.score, i.why::jsonb, i.cause
  from unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::real[], $7::text[], $8::text[], $9::text[])
    as i(type, reference, record, rule, score, why, cause, other)
  cross join lateral (select e.record_id from external_reference e where e.id = i.reference limit 1) e
  cross join lateral (select coalesce(r.merged_into, r.id) as id from record r
    where r.id = coalesce(i.record::bigint, (
      select o.record_id from external_reference o where o.id = i.other::bigint)) limit 1) r
  where e.record_id <> r.id
  order by least(e.record_id, r.id), greatest(e.record_id, r.id), i.score desc
  on conflict (tenant_id, one_id, other_id) where state = 'open' do update set
    rule = excluded.rule, score = excluded.score, why = excluded.why, cause = excluded.cause`;

/** Stands for no key in a primary key. */
const NO_KEY = '0'.repeat(32);

export class PostgresMatchReviewRepository implements MatchReviewRepository {
  constructor(private readonly session: Session) {}

  async open(reviews: readonly OpenedReview[]): Promise<void> {
    if (reviews.length === 0) return;
    await this.session.write(OPEN_REVIEWS, [
      this.session.tenant,
      reviews.map(({ recordType }) => recordType),
      reviews.map(({ referenceId }) => referenceId),
      textArray(reviews.map(({ other }) => ('recordId' in other ? other.recordId : null))),
      reviews.map(({ rule }) => rule),
      reviews.map(({ score }) => String(score)),
      reviews.map(({ why }) => json(why)),
      reviews.map(({ cause }) => cause),
      textArray(reviews.map(({ other }) => ('recordId' in other ? null : other.referenceId))),
    ]);
  }

  find(id: string): Promise<StoredReview | undefined> {
    return this.one(id, '');
  }

  lock(id: string): Promise<StoredReview | undefined> {
    return this.one(id, 'for update');
  }

  async list({ recordType, state }: ReviewFilter, request: ListRequest): Promise<Listed<StoredReview>> {
    const rows = await this.session.rows<ReviewRow>(
      `select * from match_review where tenant_id = $1 and ($2::text is null or record_type = $2)
         and ($3::text is null or state = $3) and id > coalesce($4::bigint, 0) order by id limit $5`,
      [this.session.tenant, recordType ?? null, state ?? null, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, reviewFromRow);
  }

  async decide(id: string, state: ReviewState, actor: string): Promise<void> {
    await this.session.write(
      `update match_review set state = $2, decided_at = engine_now(), decided_by = $3
       where id = $1 and tenant_id = $4`,
      [id, state, actor, this.session.tenant],
    );
  }

  async follow(
    pairs: readonly { readonly absorbedId: string; readonly survivorId: string }[],
  ): Promise<void> {
    const absorbed = pairs.map(({ absorbedId }) => absorbedId);
    const survivors = pairs.map(({ survivorId }) => survivorId);
    // What is between the two is closed for good; what is open with a third record becomes one of the survivor.
    await this.session.write(
      `with affected as (
         update match_review m set state = 'closed', decided_at = engine_now()
         where m.tenant_id = $1 and m.state = 'open'
           and (m.one_id = any($2::bigint[]) or m.other_id = any($2::bigint[]))
         returning m.*),
       renamed as (
         select m.*, coalesce(a.survivor, m.one_id) as one, coalesce(b.survivor, m.other_id) as other from affected m
         left join unnest($2::bigint[], $3::bigint[]) as a(absorbed, survivor) on a.absorbed = m.one_id
         left join unnest($2::bigint[], $3::bigint[]) as b(absorbed, survivor) on b.absorbed = m.other_id)
       insert into match_review (tenant_id, record_type, one_id, other_id, rule, score, why, cause)
       select distinct on (least(one, other), greatest(one, other))
         tenant_id, record_type, least(one, other), greatest(one, other), rule, score, why, cause
       from renamed where one <> other
       order by least(one, other), greatest(one, other), score desc
       on conflict do nothing`,
      [this.session.tenant, absorbed, survivors],
    );
  }

  async keptApart(names: readonly Named[], presented: readonly Presented[]): Promise<readonly KeptApart[]> {
    // Most tenants keep nothing apart, and need no list of thousands of names.
    const [[isAny] = []] = await this.session.hot(ANY_KEPT_APART, [this.session.tenant]);
    if (isAny !== 't') return [];
    const rows = await this.session.hot(FIND_KEPT_APART, [
      this.session.tenant,
      names.map(({ setId }) => setId),
      textArray(names.map(({ externalId }) => externalId)),
      presented.map(({ setId }) => setId),
      uuidArray(presented.map(({ key }) => key)),
    ]);
    return rows.map(([set, externalId, otherSet, otherExternalId, key]) => ({
      ...{ setId: set!, externalId: externalId!, otherSetId: otherSet!, otherExternalId: otherExternalId! },
      key: keyFromUuid(key!) === NO_KEY ? null : keyFromUuid(key!),
    }));
  }

  async keepApart(pairs: readonly KeptApart[], actor: string): Promise<void> {
    if (pairs.length === 0) return;
    await this.session.write(
      `insert into kept_apart (tenant_id, set_id, external_id, other_set_id, other_external_id, key, actor)
       select $1::uuid, i.set, i.id, i.other_set, i.other_id, i.key, $2::text
       from unnest($3::int[], $4::text[], $5::int[], $6::text[], $7::uuid[]) as i(set, id, other_set, other_id, key)
       union
       select $1::uuid, i.other_set, i.other_id, i.set, i.id, i.key, $2::text
       from unnest($3::int[], $4::text[], $5::int[], $6::text[], $7::uuid[]) as i(set, id, other_set, other_id, key)
       on conflict do nothing`,
      [
        this.session.tenant,
        actor,
        pairs.map(({ setId }) => setId),
        pairs.map(({ externalId }) => externalId),
        pairs.map(({ otherSetId }) => otherSetId),
        pairs.map(({ otherExternalId }) => otherExternalId),
        pairs.map(({ key }) => key ?? NO_KEY),
      ],
    );
  }

  private async one(id: string, lock: string): Promise<StoredReview | undefined> {
    if (!isBigint(id)) return undefined;
    const row = await this.session.row<ReviewRow>(
      `select * from match_review where id = $1 and tenant_id = $2 ${lock}`,
      [id, this.session.tenant],
    );
    return row && reviewFromRow(row);
  }
}

function reviewFromRow(row: ReviewRow): StoredReview {
  return {
    id: row.id,
    recordType: row.record_type,
    oneId: row.one_id,
    otherId: row.other_id,
    rule: row.rule,
    score: row.score,
    why: row.why,
    cause: row.cause,
    state: row.state,
    openedAt: row.opened_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  };
}
