import { CANDIDATES_PER_PAGE, outcomesThat, type OutcomeMeaning } from '@evenkeel/domain';
import { codeIn, isGoneIn, referenceIn } from '../page/seen-codec.js';
import { CHANGED_HERE, SEEN_BY_OTHERS } from './kept-statements.js';
import { ofKinds } from '../chunk/slice-kinds.js';

/** Chunks that read a part of a listing. */
const IS_LISTING = ofKinds('c', ({ isListing }) => isListing);

/** Chunks that saw what the listing named. */
const HAS_SEEN = ofKinds('c', ({ seesListing }) => seesListing);

/** $1 execution id. Of each listing chunk only the pages of its current generation count. */
export const LISTING_OF_EXECUTION = `
  select c.ordinal, c.state, c.declared, c.slice ->> 'key' as "sliceKey", p.pages, p.unbroken, p.from_start as "fromStart", p.to_end as "toEnd",
    c.doubt,
    p.entries, (select count(*)::int from outcome o
      where o.execution_id = c.execution_id and o.chunk_id = c.id and o.external_id is null) as nameless
  from chunk c cross join lateral (
    select count(*)::int as pages, coalesce(sum(cardinality(p.seen)), 0)::int as entries,
      coalesce(bool_and(p.no_before is null
        or p.page_no = p.no_before + 1 and p.cursor_in is not distinct from p.cursor_before), true) as unbroken,
      coalesce(bool_or(p.no_before is null and p.cursor_in is null), false) as from_start,
      coalesce(bool_or(p.no_after is null and p.cursor_out is null), false) as to_end
    from (
      select r.*, lag(r.page_no) over pages as no_before, lag(r.cursor_out) over pages as cursor_before,
        lead(r.page_no) over pages as no_after
      from page_result r where r.chunk_id = c.id and r.generation = c.generation
      window pages as (order by r.page_no)) p) p
  where c.execution_id = $1 and ${IS_LISTING} order by c.ordinal`;

const sumOf = (holds: (meaning: OutcomeMeaning) => boolean) =>
  outcomesThat(holds)
    .map((outcome) => `c.${outcome}`)
    .join(' + ');
const MADE_ACTIVE = sumOf(({ makesActive }) => makesActive);
const MADE_INACTIVE = sumOf(({ makesInactive }) => makesInactive);

/** $1 execution id, $2 set id. What the run itself made active was not active when it began, and what it inactivated was. */
export const ACTIVE_AT_START = `
  select ((select count(*) from external_reference e where e.set_id = $2 and e.inactive_at is null)
    - coalesce(sum(${MADE_ACTIVE} - (${MADE_INACTIVE})), 0))::int as active
  from chunk c where c.execution_id = $1`;

/**
 * When what a reference `e` says was written last, if its record is there: it may have been deleted here, and then the reference alone
 * tells. Of a record that several references share each has a time of its own: what others say of it hides nothing.
 */
export const WITH_RECORD = `left join lateral (
    select case when e.shares_record
      then (select p.written_at from projection p where p.reference_id = e.id) else r.updated_at end as updated_at
    from record r where r.id = e.record_id limit 1) r on true`;
const unchangedSince = (time: string) => `(r.updated_at is null or r.updated_at < ${time})`;

/** $1 execution id, `placed`: ids with the part and the page they go to, in this order. */
const INSERT_PAGES = `insert into close_out_page (execution_id, page_no, reference_ids)
    select $1, row_number() over (order by part, page) - 1, array_agg(id order by id) from placed group by part, page`;

/**
 * $1 execution id, $2 set id, $3 since, $4 the execution that closed out before, $5 job id. Sets are subtracted and intersected as
 * sets: a join of them, planned while the tables were small, would take for ever on large ones.
 */
const FIND_CANDIDATES = `
  with gone as materialized (
    select e.id from external_reference e
    where e.set_id = $2 and e.inactive_at is null and e.observed_at < $3
    except
    select ${referenceIn('s.entry')} from chunk c
    join page_result p on p.chunk_id = c.id and p.generation = c.generation
    cross join unnest(p.seen) as s(entry)
    where c.execution_id = $1 and ${HAS_SEEN}
    except
    ${CHANGED_HERE}
    except
    -- Between the beginning of this run and its resumption.
    ${SEEN_BY_OTHERS}),
  candidate as materialized (
    select g.id from gone g
    cross join lateral (select * from external_reference e where e.id = g.id limit 1) e
    ${WITH_RECORD} where ${unchangedSince('$3')}),
  missed as materialized (
    select id from candidate
    intersect
    select unnest(p.reference_ids) from close_out_page p where p.execution_id = $4)`;

/** $1 execution id, $2 codes of what made a reference: kept in pages, whichever generation of the listing created it. */
export const FREEZE_CREATED = `
  with created as materialized (
    select distinct ${referenceIn('s.entry')} as id
    from chunk c join page_result p on p.chunk_id = c.id cross join unnest(p.seen) as s(entry)
    where c.execution_id = $1 and ${IS_LISTING} and ${codeIn('s.entry')} = any($2::int[]) and ${referenceIn('s.entry')} > 0),
  placed as (select id, 0 as part, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE} as page from created),
  pages as (
    ${INSERT_PAGES})
  select count(*)::int as created from created`;

const COUNTS = `select (select count(*)::int from candidate) as candidates, (select count(*)::int from missed) as "missedBefore"`;

/** The same parameters: how many there are. */
export const COUNT_CANDIDATES = `${FIND_CANDIDATES} ${COUNTS}`;

/** The same parameters: kept in pages. */
export const FREEZE_CANDIDATES = `${FIND_CANDIDATES},
  placed as (
    select id, 0 as part, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE} as page from missed
    union all
    select id, 1, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE}
    from (select id from candidate except select id from missed) once),
  pages as (
    ${INSERT_PAGES})
  ${COUNTS}`;

/**
 * $1 execution id, $2 set id, $3 the verdict of what was inactivated, $4 codes of the outcomes that leave a record active, $5 how many examples.
 * Freezing has subtracted what was listed from what is active; what is left to be seen is whether the candidates became
 * what was decided, and whether something that was listed sleeps. Without such there is no need to look at what was listed.
 */
export const COMPARE_WITH_LISTING = `
  with unlisted as materialized (
    select e.external_id from close_out c
    join close_out_page p on p.execution_id = c.execution_id
    cross join unnest(p.reference_ids, p.verdicts) as i(id, verdict)
    cross join lateral (
      select * from external_reference e
      where e.id = i.id and e.inactive_at is null and e.observed_at < c.since limit 1) e
    ${WITH_RECORD}
    where c.execution_id = $1 and (i.verdict is null or i.verdict = $3) and ${unchangedSince('c.since')}),
  sleeping as materialized (
    -- What another run inactivated between the beginning of this one and its resumption sleeps rightly.
    select e.id from close_out c
    -- And what a push of this one found gone, or deleted, was there when it was listed.
    join external_reference e on e.set_id = $2
      and (e.inactive_at < c.since or e.inactive_by = $1 and e.inactive_cause is distinct from 'pushed')
    where c.execution_id = $1),
  inactive as materialized (
    select e.external_id from (
      select id from sleeping
      intersect
      select ${referenceIn('s.entry')} from chunk c
      join page_result p on p.chunk_id = c.id and p.generation = c.generation
      cross join unnest(p.seen) as s(entry)
      where c.execution_id = $1 and ${HAS_SEEN} and ${codeIn('s.entry')} = any($4::int[])
        and exists (select from sleeping)
      except
      -- What came later said that it is gone.
      select ${referenceIn('s.entry')} from chunk c
      join page_result p on p.chunk_id = c.id
      cross join unnest(p.seen) as s(entry)
      where c.execution_id = $1 and ${isGoneIn('s.entry')}
        and exists (select from sleeping)) i
    cross join lateral (select e.external_id from external_reference e where e.id = i.id limit 1) e)
  select (select count(*)::int from unlisted) as unlisted, (select count(*)::int from inactive) as inactive,
    array(select external_id from unlisted order by external_id limit $5) as "unlistedExamples",
    array(select external_id from inactive order by external_id limit $5) as "inactiveExamples"`;

/** $1 execution id, $2 the execution that found them, $3 since, $4 the verdict they got, $5 job id. */
export const FREEZE_GRANTED = `
  with granted as materialized (
    select i.id from close_out_page p
    cross join unnest(p.reference_ids, p.verdicts) as i(id, verdict) where p.execution_id = $2 and i.verdict = $4),
  unseen as materialized (
    select id from granted
    except
    ${SEEN_BY_OTHERS} and x.id <> $2),
  due as materialized (
    select u.id from unseen u
    cross join lateral (
      select * from external_reference e
      where e.id = u.id and e.inactive_at is null and e.observed_at < $3 limit 1) e
    ${WITH_RECORD} where ${unchangedSince('$3')}),
  placed as (
    select id, 0 as part, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE} as page from due
    union all
    select id, 1, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE}
    from (select id from granted except select id from due) changed),
  pages as (
    ${INSERT_PAGES})
  select (select count(*)::int from granted) as candidates, (select count(*)::int from due) as due`;

/** $1 execution id, $2 approval id. Whatever happened to a record since it was told speaks for it. */
export const FREEZE_ANNOUNCED = `
  with due as materialized (
    select e.id from announced_deletion d cross join lateral (
      select e.id from external_reference e
      where e.id = d.reference_id and e.inactive_at is null and e.observed_at = d.observed_at limit 1) e
    where d.approval_id = $2),
  placed as (
    select id, 0 as part, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE} as page from due
    union all
    select id, 1, (row_number() over (order by id) - 1) / ${CANDIDATES_PER_PAGE}
    from (select reference_id as id from announced_deletion where approval_id = $2 except select id from due) changed),
  pages as (
    ${INSERT_PAGES})
  select (select count(*)::int from announced_deletion where approval_id = $2) as candidates,
    (select count(*)::int from due) as due, engine_now() as since`;

/** $1 set id, $2 causes, $3 hours. */
export const COUNT_ANNOUNCED = `
  select count(*)::int as count from external_reference e
  where e.set_id = $1 and e.inactive_at > (select engine_now()) - $3 * interval '1 hour' and e.inactive_cause = any($2)`;

/** $1 set id, $2 how many at most; null: all. */
export const COUNT_ACTIVE = `
  select count(*)::int as count from (
    select from external_reference e where e.set_id = $1 and e.inactive_at is null limit $2::bigint) e`;

/** $1 execution id. */
export const LATEST_LISTED = `
  select e.external_id as "externalId" from (
    select p.seen from chunk c join page_result p on p.chunk_id = c.id and p.generation = c.generation
    where c.execution_id = $1 and ${IS_LISTING} and cardinality(p.seen) > 0
    order by p.observed_at desc limit 3) p
  cross join unnest(p.seen) as s(entry)
  join external_reference e on e.id = ${referenceIn('s.entry')} and not (${isGoneIn('s.entry')})
  limit 1`;

/** $1 execution id, $2 page number. */
export const CANDIDATES_OF_PAGE = `
  select e.id::text as "referenceId", e.external_id as "externalId", e.observed_at as "observedAt",
    e.inactive_at is not null or e.observed_at >= c.since or not (${unchangedSince('c.since')})
    -- What another run listed since then counts, whatever it saw.
    or exists (select from execution x
      where x.job_id = c.job_id and x.id <> c.execution_id and x.lane = 'bulk' and x.started_at > c.judged_at) as changed
  from close_out c
  join close_out_page p on p.execution_id = c.execution_id and p.page_no = $2
  cross join unnest(p.reference_ids) with ordinality as i(id, position)
  cross join lateral (select * from external_reference e where e.id = i.id limit 1) e
  ${WITH_RECORD}
  where c.execution_id = $1 order by i.position`;

/** Whether references of a set `s` say that their record is here: of one that is only written they say where it went. */
const saysWhatIsHere = `(not s.is_written or exists (
        select from job j where j.connection_id = s.connection_id and j.stream = s.stream and j.direction <> 'outbound'
          and j.removed_at is null and j.record_type = case when s.rule = '' then s.record_type else s.parent_type end))`;

/** $1 execution id, $2 reference ids, $3 cause, $4 observed at. The references must be locked. */
export const INACTIVATE_REFERENCES = `
  with refs as (
    update external_reference e set inactive_at = engine_now(), inactive_cause = $3, inactive_by = $1,
      observed_at = greatest(e.observed_at, $4::timestamptz)
    where e.id = any($2::bigint[]) and e.inactive_at is null
    returning e.record_id),
  gone as materialized (
    select r.id from (select record_id from refs order by record_id) i
    cross join lateral (select r.id from record r where r.id = i.record_id limit 1 for no key update) r
    -- A record that is known by another reference, too, is here for as long as that one is.
    where not exists (select from external_reference o
      join reference_set s on s.id = o.set_id and ${saysWhatIsHere}
      where o.record_id = r.id and o.inactive_at is null and o.id <> all($2::bigint[])))
  update record r set inactive_at = engine_now(), inactive_cause = null, updated_at = engine_now()
  from gone where r.id = gone.id and r.inactive_at is null`;
