import type { PushSlice } from '@evenkeel/domain';
import { referencesOf } from '../record/references-of.js';
import { IS_NO_DEAD_LETTER } from './change-run-repository.js';

/** No record has a greater one. */
export const LAST_ID = '9223372036854775807';

/** `taken`: of the changed ones, those that a run of local changes is about. */
type Selected = PushSlice['select'] | 'taken';

const ALL = `select r.id from record r where r.record_type = $3 and r.id > $4 and r.id <= $8 order by r.id`;

/**
 * Where the ids of records come from, in their order. $2 job id, $3 record type, $4 the id behind which they begin, $5 how many, $6 what the
 * slice names, $8 the last id.
 */
const SOURCES: Readonly<Record<Selected, string>> = {
  all: ALL,
  keys: ALL,
  changed: `select c.record_id as id from local_change c where c.job_id = $2 and c.record_id > $4 and c.record_id <= $8
    and ${IS_NO_DEAD_LETTER} order by c.record_id`,
  taken: `select c.record_id as id from local_change c where c.job_id = $2 and c.record_id = any($6::text[]::bigint[]) and c.record_id > $4
    and ${IS_NO_DEAD_LETTER} order by c.record_id`,
  failed: `select distinct substr(f.key, 8)::bigint as id from failure f
    where f.job_id = $2 and f.id = any($6::text[]::bigint[]) and f.key like 'record:%' and substr(f.key, 8)::bigint > $4 order by id`,
  named: `select distinct e.record_id as id from external_reference e
    where e.set_id = $1 and e.external_id = any($6::text[]) and e.record_id > $4 order by id`,
  approved: `select distinct e.record_id as id from announced_deletion d join external_reference e on e.id = d.reference_id and e.set_id = $1
    where d.approval_id = any($6::text[]::uuid[]) and e.record_id > $4 order by id`,
};

/** Which of them there are, by what is known of them. */
const WHICH: Readonly<Partial<Record<Selected, string>>> = {
  all: 'where r.inactive_at is null or e.id is not null',
  keys: 'where r.inactive_at is null and e.id is null',
};

/**
 * What of them is looked at: of inactive ones only those that were written once, or are pending. $7 tenant. Cut before the join, so that a page of
 * a large type reads no more than itself.
 */
export const nextOf = (select: Selected): string => `
  select r.id::text as record_id, r.version as record_version, r.inactive_at is null as is_active, r.data::text as data,
    e.id::text as reference_id, e.external_id, e.provider_version, e.inactive_at is not null as is_gone, b.sent::text as sent, b.agreed::text as agreed,
    exists (select from push_intent i where i.set_id = $1 and i.record_id = r.id and i.state <> 'applied') as is_in_doubt,
    exists (select from flip_flop f where f.reference_id = e.id and f.quarantined_at is not null) as is_quarantined
  from (${SOURCES[select]}) s
  cross join lateral (
    select * from record r where r.id = s.id and r.tenant_id = $7 and r.record_type = $3 and r.merged_into is null and $2::uuid is not null and $6::text[] is not null and $8::bigint is not null limit 1) r
  left join lateral (
    select * from external_reference e where ${referencesOf('r.id', '$1')} order by e.inactive_at nulls first, e.id limit 1) e on true
  left join reference_base b on b.reference_id = e.id
  ${WHICH[select] ?? ''}
  order by s.id limit $5`;

/** $1 job, or record type; $2 tenant, $3 the most ranges, $4 the fewest records of one. */
const boundsIn = (ids: string): string => `
  select n.id::text as id from (select s.id, row_number() over (order by s.id) as nth, count(*) over () as total from (${ids}) s) n
  where n.nth < n.total and n.nth % greatest($4, ceil(n.total / $3::numeric))::bigint = 0
    and n.total - n.nth >= $4 order by n.id`;
export const BOUNDS = {
  all: boundsIn('select r.id from record r where r.record_type = $1 and r.tenant_id = $2'),
  changed: boundsIn('select c.record_id as id from local_change c where c.job_id = $1 and c.tenant_id = $2'),
};
