import type { HotStatement } from '../database/session.js';
import { FAILURE_SAVE } from './row.js';

/* Part of the apply path, and written for a planner that kept its plans from empty tables like the rest of it. */

/**
 * $1 execution id. A statement of its own: as part of `chunk_advance` it saved a round trip, and made the server plan that
 * large statement anew for each page group, which took longer.
 */
export const HAS_OPEN_FAILURES: HotStatement = {
  name: 'failure_open',
  text: `
    select exists (
      select from execution e cross join lateral (
        select from failure f where f.job_id = e.job_id and f.state in ('retrying', 'dead', 'parked') limit 1) f
      where e.id = $1)`,
};

/** $1 job id, $2 keys. */
export const LOCK_FAILURES: HotStatement = {
  name: 'failure_lock',
  text: `
    select f.id, f.key, f.state, f.executions, f.last_execution_id, f.payload_digest, f.observed_at, f.first_failed_at,
      f.history
    from (select key from unnest($2::text[]) as i(key) order by key collate "C") i
    cross join lateral (
      select * from failure f where f.job_id = $1 and f.key = i.key limit 1 for no key update) f`,
};

/** Written anew whenever the record fails. */
const SAVED = [
  'state',
  'executions',
  'last_execution_id',
  'stage',
  'error_class',
  'code',
  'message',
  'remedy',
  'pattern',
  'group_key',
  'mapped',
  'observed_at',
  'first_failed_at',
  'last_failed_at',
  'history',
  'waits_for_set',
  'waits_for_id',
  'waits_as',
];
/** Where the provider gave nothing this time, what it gave before is kept. */
const KEPT_UNLESS_NEW = ['raw', 'payload_digest', 'provider_version', 'modified_at', 'edited_by'];
const TIMES = ['observed_at', 'first_failed_at', 'last_failed_at'];
const excluded = (column: string) => `excluded.${column}`;
const READ_AS: Readonly<Record<string, string>> = { waits_for_set: 'nullif(waits_for_set, 0)::int' };
const read = (column: string) =>
  READ_AS[column] ?? (TIMES.includes(column) ? `${column}::timestamptz` : column);

/** $1 job id, $2 and so on `FAILURE_SAVE` (id 0: a new row). Rows that are there must be locked. */
export const SAVE_FAILURES: HotStatement = {
  name: 'failure_save',
  text: `
    insert into failure as f (id, tenant_id, job_id, key, external_id, ${KEPT_UNLESS_NEW.join(', ')}, ${SAVED.join(', ')})
    select coalesce(nullif(i.id, 0), nextval('failure_id_seq')), j.tenant_id, $1, key, external_id,
      raw, payload_digest, provider_version, modified_at, null,
      ${SAVED.map(read).join(', ')}
    from (select tenant_id from job where id = $1 limit 1) j, (
      select * from unnest(${FAILURE_SAVE.parameters(2)})
      as i(${FAILURE_SAVE.list})
      order by i.key collate "C") i
    on conflict (id) do update set
      released_at = null, (${SAVED.join(', ')}) = row(${SAVED.map(excluded).join(', ')}),
      ${KEPT_UNLESS_NEW.map((column) => `${column} = case when excluded.raw is null then f.${column} else excluded.${column} end`).join(',\n      ')}`,
};

/** $1 ids, $2 execution id. */
export const RESOLVE_FAILURES: HotStatement = {
  name: 'failure_resolve',
  text: `
    update failure set state = 'resolved', closed_at = engine_now(), raw = null, mapped = null, payload_digest = null, edited_by = null,
      history = history || jsonb_build_object('kind', 'resolved', 'at',
        to_char(engine_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'executionId', $2::text)
    where id = any($1::bigint[]) and state in ('retrying', 'dead', 'parked')`,
};

/** $1 days, $2 how many at most. One that fails again meanwhile is open by the time its lock is granted, and stays. */
export const FORGET_RESOLVED = `
  delete from failure where state in ('resolved', 'discarded') and id = any(array(
    select f.id from failure f
    where f.state in ('resolved', 'discarded')
      and coalesce(f.closed_at, f.last_failed_at) < (select engine_now()) - $1 * interval '1 day'
      and (f.state = 'resolved'
        or exists (select from job j where j.id = f.job_id and j.removed_at is not null))
    order by coalesce(f.closed_at, f.last_failed_at) limit $2 for update skip locked))`;
