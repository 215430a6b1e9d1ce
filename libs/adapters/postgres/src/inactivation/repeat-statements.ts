import { ofKinds } from '../chunk/slice-kinds.js';
import { isGoneIn, referenceIn } from '../page/seen-codec.js';

/** One row `s.entry` for each entry that the chunks of the execution $1 saw of its listing. */
const SEEN = `
    from chunk c join page_result p on p.chunk_id = c.id and p.generation = c.generation
    cross join unnest(p.seen) as s(entry)
    where c.execution_id = $1 and ${ofKinds('c', ({ seesListing }) => seesListing)}`;

/** References, one row for each of these entries that does not say that it is gone. */
const ENTRIES = `
    select ${referenceIn('s.entry')} as id, coalesce(c.plan ->> 'role', '') as role ${SEEN} and not (${isGoneIn('s.entry')})`;

/**
 * $1 execution id. Where a plan was made and carried out, each of the two listings counts for itself. Nearly every listing names each
 * record once, and to see just that takes half of the time of the grouping.
 */
export const REPEATS_OF_LISTING = `
  with repeated as materialized (
    select id from (${ENTRIES}) e
    where id > 0 and (select count(*) > count(distinct ${referenceIn('s.entry')}) ${SEEN})
    group by id, role having count(*) > 1)
  select (select count(distinct id)::int from repeated) as records,
    array(select e.external_id from (select id from repeated order by id limit 3) r
      cross join lateral (select e.external_id from external_reference e where e.id = r.id limit 1) e) as examples`;

/** $1 execution id, $2 reason. */
export const DOUBT_LISTING = `
  update chunk c set doubt = $2
  where c.execution_id = $1 and c.doubt is null and ${ofKinds('c', ({ isListing }) => isListing)}`;

/** $1 execution id, $2 set id, $3 job id, $4 code of what was set aside. Without such there is no need to look at what was listed. */
export const LONELY_TWINS = `
  with twin as materialized (
    select f.id, f.external_id from failure f
    where f.job_id = $3 and f.state in ('retrying', 'dead') and f.code = $4 and f.last_execution_id <> $1
    order by f.key collate "C" for no key update),
  listed as materialized (
    select distinct id from (${ENTRIES} and exists (select from twin)) e)
  select t.id from twin t
  left join lateral (
    select e.id from external_reference e where e.set_id = $2 and e.external_id = t.external_id limit 1) e on true
  where e.id in (select id from listed)
    or exists (select from close_out c where c.execution_id = $1 and c.complete)`;
