/** Where the journal was looked through last; no row: another process does, or it is too early. $1 hours: a pass begins no more often. */
export const LOCK_CURSOR = `
  select record_id::text as "recordId", change_id::text as "changeId" from journal_cursor
  where record_id > 0 or began_at is null or began_at <= (select engine_now()) - $1 * interval '1 hour'
  for update skip locked`;

export const ADD_CURSOR = 'insert into journal_cursor default values on conflict do nothing';

/**
 * $1 days, $2 record id and $3 change id to begin after, $4 how many are looked at. What goes: changes that were made so many days ago and are
 * followed by others. What a record was before the edits that no run has followed is asked for where it has a side of its own (`local_side`), and so
 * is the highest version that a record ever had. What stays of a record are always its latest changes, without a gap.
 */
export const FORGET_CHANGES = `
  with seen as materialized (
    select c.record_id, c.id, c.ctid, c.changed_at from record_change c
    where (c.record_id, c.id) > ($2::bigint, $3::bigint) order by c.record_id, c.id limit $4),
  gone as (
    delete from record_change g where g.ctid = any(array(
      select s.ctid from seen s
      where s.changed_at < (select engine_now()) - $1 * interval '1 day'
        and exists (select from record_change n where n.record_id = s.record_id and n.id > s.id)
        and (not exists (select from local_side l where l.record_id = s.record_id)
          or exists (select from record_change n where n.record_id = s.record_id and n.id > s.id and n.action is null))))
    returning g.execution_id),
  last as (select record_id, id from seen order by record_id desc, id desc limit 1)
  select (select count(*)::int from seen) as seen, (select count(*)::int from gone) as gone,
    (select record_id::text from last) as "recordId", (select id::text from last) as "changeId",
    array(select distinct execution_id from gone where execution_id is not null) as runs`;

/** $1 record id, $2 change id; both 0: the next pass begins at the beginning. */
export const MOVE_CURSOR = `
  update journal_cursor set record_id = $1, change_id = $2,
    began_at = case when record_id = 0 then engine_now() else began_at end`;

/** $1 runs: of those that no journal names any more nothing is left to be told. */
export const FORGET_PAST = `
  delete from past_execution p where p.id = any($1::uuid[])
    and not exists (select from record_change c where c.execution_id = p.id)
    and not exists (select from record_creation c where c.execution_id = p.id)`;

/** $1 days, $2 how many at most. */
export const FORGET_REVIEWS = `
  delete from match_review where id = any(array(
    select id from match_review where state <> 'open' and decided_at < (select engine_now()) - $1 * interval '1 day'
    order by decided_at limit $2 for update skip locked))`;
