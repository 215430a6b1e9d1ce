import { isHeld, needingIt } from './held-runs.js';

const before = (days: string) => `(select engine_now()) - ${days} * interval '1 day'`;

/**
 * $1 days, $2 how many at most. Runs that are over for so long, and that nothing needs. A run that can be resumed needs what others
 * have listed since it began: unless it goes itself.
 */
export const MARK_RUNS = `
  update execution set forgotten_at = engine_now()
  where id = any(array(
    select e.id from execution e join job j on j.id = e.job_id
    where e.finished_at < ${before('$1')} and e.forgotten_at is null
      and not (${isHeld('e', 'j')})
      and not exists (select ${needingIt('e')} and (x.finished_at is null or x.finished_at >= ${before('$1')}
        or (${isHeld('x', 'j')})))
    order by e.finished_at limit $2 for no key update of e skip locked))`;

/** $1 how many at most: marked runs that nothing has come to need meanwhile, locked. */
export const MARKED_RUNS = `
  select e.id, e.job_id from execution e where e.forgotten_at is not null and e.finished_at is not null
    and not exists (select ${needingIt('e')})
  order by e.forgotten_at limit $1 for no key update of e skip locked`;

const OF_RUN = 't.execution_id = any($1::uuid[])';
const OF_CHUNK = 't.chunk_id = any(array(select c.id from chunk c where c.execution_id = any($1::uuid[])))';
const OF_APPROVAL =
  't.approval_id = any(array(select a.id from approval a where a.execution_id = any($1::uuid[])))';

/** What a run has left, in the order in which it goes: the rows of a table `t`. $1: runs. The journal of records and merges stays. */
export const LEFT_BY_RUNS: readonly { readonly table: string; readonly of: string }[] = [
  { table: 'outcome', of: OF_RUN },
  { table: 'execution_error', of: OF_RUN },
  { table: 'inventory_page', of: OF_RUN },
  { table: 'close_out_page', of: OF_RUN },
  { table: 'close_out', of: OF_RUN },
  { table: 'announced_deletion', of: OF_APPROVAL },
  { table: 'approval', of: OF_RUN },
  { table: 'page_result', of: OF_CHUNK },
  { table: 'push_page', of: OF_CHUNK },
  { table: 'chunk', of: OF_RUN },
];

/** $1 runs, $2 how many rows at most. */
export const forgetLeft = ({ table, of }: (typeof LEFT_BY_RUNS)[number]): string =>
  `delete from ${table} where ctid = any(array(select t.ctid from ${table} t where ${of} limit $2))`;

/** $1 runs. Which job they were of is remembered where the journal of a record names them. */
export const KEEP_PAST = `
  insert into past_execution (id, tenant_id, job_id, job_revision)
  select e.id, e.tenant_id, e.job_id, e.job_revision from execution e
  where e.id = any($1::uuid[]) and (
    exists (select from record_change c where c.execution_id = e.id)
    or exists (select from record_creation c where c.execution_id = e.id))
  on conflict do nothing`;

/** $1 runs. Numbers of events follow each other without gaps for as long as one of them is there to be compared with. */
export const FORGET_SEQUENCES = `
  delete from event_sequence s where s.subject = any(array(select 'executions/' || id from unnest($1::uuid[]) i(id)))
    and not exists (select from lifecycle_event v where v.subject = s.subject)`;

/** $1 runs. */
export const FORGET_RUNS = 'delete from execution where id = any($1::uuid[])';

/** Of what asked for runs, `t`: the latest run of a group asks what became of it. */
const IS_OF_LATEST_GROUP_RUN = `exists (
    select from group_run r join group_run_job m on m.run_id = r.id
    where m.job_id = t.job_id and m.trigger_id = t.id
      and not exists (select from group_run later where later.group_id = r.group_id and later.id > r.id))`;

/** $1 days, $2 how many at most. By table: what asked for runs or says of them how they came about. */
export const FORGET_REQUESTS: Readonly<Record<string, string>> = {
  trigger: `
    delete from trigger where id = any(array(
      select t.id from trigger t where t.state <> 'accepted' and t.accepted_at < ${before('$1')}
        and not exists (select from execution e where e.id = t.execution_id) and not ${IS_OF_LATEST_GROUP_RUN}
      order by t.accepted_at limit $2 for update skip locked))`,
  schedule_slot: `
    delete from schedule_slot where ctid = any(array(
      select s.ctid from job j
      cross join lateral (select max(due_at) as last from schedule_slot where job_id = j.id) l
      cross join lateral (
        select ctid, due_at from schedule_slot where job_id = j.id and due_at < l.last and due_at < ${before('$1')}
        order by due_at limit $2) s
      limit $2))`,
  watermark_history: `
    delete from watermark_history where id = any(array(
      select h.id from job j
      cross join lateral (select max(id) as last from watermark_history where job_id = j.id) l
      cross join lateral (
        select id from (
          select id, saved_at from watermark_history where job_id = j.id and id < l.last order by id limit $2) first
        where saved_at < ${before('$1')}) h
      limit $2))`,
  group_run_job: `
    delete from group_run_job where ctid = any(array(
      select m.ctid from group_run r join group_run_job m on m.run_id = r.id
      where r.requested_at < ${before('$1')} and exists (
        select from group_run later where later.group_id = r.group_id and later.id > r.id)
      limit $2))`,
  group_run: `
    delete from group_run where id = any(array(
      select r.id from group_run r
      where r.requested_at < ${before('$1')} and exists (
        select from group_run later where later.group_id = r.group_id and later.id > r.id)
        and not exists (select from group_run_job m where m.run_id = r.id)
      limit $2 for update skip locked))`,
  plan: `
    delete from plan where id = any(array(
      select p.id from plan p
      where p.expires_at < ${before('$1')} and not exists (select from execution e where e.id = p.execution_id)
        and not exists (select from pairing w where w.plan_id = p.id)
        and not exists (select from plan_page g where g.plan_id = p.id)
        and not exists (select from plan_change g where g.plan_id = p.id)
      limit $2 for update skip locked))`,
  dedupe_pair: `
    delete from dedupe_pair where ctid = any(array(
      select d.ctid from dedupe_run r join dedupe_pair d on d.run_id = r.id
      where r.state in ('completed', 'cancelled', 'failed') and r.ended_at < ${before('$1')}
      limit $2))`,
  dedupe_run: `
    delete from dedupe_run where id = any(array(
      select r.id from dedupe_run r
      where r.state in ('completed', 'cancelled', 'failed') and r.ended_at < ${before('$1')}
        and exists (select from dedupe_run n where n.tenant_id = r.tenant_id and n.record_type = r.record_type
          and (n.requested_at, n.id) > (r.requested_at, r.id))
        and not exists (select from dedupe_pair d where d.run_id = r.id)
      limit $2 for update skip locked))`,
  bus_outage: `
    delete from bus_outage where id = any(array(
      select id from bus_outage where ended_at < ${before('$1')} order by ended_at limit $2 for update skip locked))`,
};
