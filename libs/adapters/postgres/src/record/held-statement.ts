/** What cannot be locked of a row `r` of a table; null: it was locked just now. */
const triedOf = (table: string, ids: string) => `
  select r.id, r.xmax, f.id is null as held from ${table} r
  left join lateral (select l.id from ${table} l where l.id = r.id for no key update skip locked) f on true
  where ${ids}`;

/**
 * $1 set id, $2 external ids: those of which the record, or any of its references, is held. The transaction that holds a row is in its
 * `xmax`, unless several do.
 */
export const HELD_RECORDS = `
  select distinct on (e.external_id) e.external_id as "externalId", l.pid, nullif(a.application_name, '') as program
  from external_reference e
  cross join lateral (
    ${triedOf('record', 'r.id = e.record_id')}
    union all
    ${triedOf('external_reference', 'r.record_id = e.record_id')}) t
  left join pg_locks l on l.locktype = 'transactionid' and l.transactionid = t.xmax and l.granted
  left join pg_stat_activity a on a.pid = l.pid
  where e.set_id = $1 and e.external_id = any($2::text[]) and t.held
  order by e.external_id, l.pid nulls last`;
