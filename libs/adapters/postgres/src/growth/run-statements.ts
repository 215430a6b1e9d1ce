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

/** Rows of a table by this column; where that is not the run, what leads to it from the runs `r`. */
interface LeftByExecutions {
  readonly table: string;
  readonly by: string;
  readonly through?: string;
}
const CHUNKS = 'join chunk p on p.execution_id = r.id';

/** What a run has left, in the order in which it goes. The journal of records and of merges stays. */
export const LEFT_BY_RUNS: readonly LeftByExecutions[] = [
  { table: 'outcome', by: 'execution_id' },
  { table: 'execution_error', by: 'execution_id' },
  { table: 'inventory_page', by: 'execution_id' },
  { table: 'close_out_page', by: 'execution_id' },
  { table: 'close_out', by: 'execution_id' },
  {
    ...{ table: 'announced_deletion', by: 'approval_id' },
    through: 'join approval p on p.execution_id = r.id',
  },
  { table: 'approval', by: 'execution_id' },
  { table: 'page_result', by: 'chunk_id', through: CHUNKS },
  { table: 'push_page', by: 'chunk_id', through: CHUNKS },
  { table: 'chunk', by: 'execution_id' },
];

/** $1 runs, $2 how many rows at most. Run by run: for several at once the planner would read all of the table to find the first ones. */
export const forgetLeft = ({ table, by, through = '' }: LeftByExecutions): string =>
  `delete from ${table} where ctid = any(array(
     select t.ctid from unnest($1::uuid[]) r(id) ${through}
     cross join lateral (
       select l.ctid from ${table} l where l.${by} = ${through === '' ? 'r.id' : 'p.id'} limit $2) t
     limit $2))`;

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
