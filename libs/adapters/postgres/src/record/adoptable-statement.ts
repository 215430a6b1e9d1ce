import { outcomesThat } from '@evenkeel/domain';
import { WITH_RECORD } from '../inactivation/statements.js';
import { referenceIn } from '../page/seen-codec.js';

const SUPERSEDED = outcomesThat((meaning) => meaning.isOutdated)
  .map((outcome) => `'${outcome}'`)
  .join(', ');

/**
 * $1 job id, $2 execution id, $3 whether the records were asked for by their ids; then arrays: $4 external ids, $5 reference ids, $6 observed at. What an earlier
 * request wrote was answered before it was written: only a request that began after that says more. A record that one listing gives
 * twice contradicts itself.
 */
export const FIND_ADOPTABLE = `
  with last as materialized (
    select execution_id from close_out where job_id = $1 and complete and approval_id is null
    order by judged_at desc limit 1),
  later as materialized (
    select i.external_id, i.reference_id
    from unnest($4::text[], $5::bigint[], $6::timestamptz[])
      as i(external_id, reference_id, observed_at)
    cross join lateral (select * from external_reference e where e.id = i.reference_id limit 1) e
    ${WITH_RECORD}
    where r.updated_at is null or r.updated_at < i.observed_at),
  again as materialized (
    select i.external_id, i.reference_id from later i where not $3 and exists (
      select from last join outcome o on o.execution_id = last.execution_id
      where o.outcome in (${SUPERSEDED}) and o.external_id = i.external_id)),
  sighting as materialized (
    select ${referenceIn('s.entry')} as reference_id from chunk c
    join page_result p on p.chunk_id = c.id and p.generation = c.generation
    cross join unnest(p.seen) as s(entry)
    where c.execution_id in (select execution_id from last union all select $2) and exists (select from again)
      and ${referenceIn('s.entry')} in (select reference_id from again))
  select external_id as "externalId" from later where $3
  union all
  select external_id from again i where (select count(*) from sighting s where s.reference_id = i.reference_id) = 1`;
