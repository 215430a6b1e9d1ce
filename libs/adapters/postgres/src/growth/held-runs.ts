import { EXECUTION_STATUSES, hasSucceeded } from '@evenkeel/domain';
import { IS_LIVE } from '../conflict/row.js';
import { MOST_RUNS } from '../execution/full-execution-repository.js';
import { IS_LATEST } from '../job/statements.js';

/** Why a run is kept that ended long ago. */
export interface Hold {
  readonly why: string;
  /** Whether it says nothing of a job that is removed. */
  readonly ofJobThatIsThere?: true;
  /** A condition on an execution of this alias. */
  readonly holds: (e: string) => string;
}

const SUCCEEDED = `(${EXECUTION_STATUSES.filter(hasSucceeded)
  .map((status) => `'${status}'`)
  .join(', ')})`;

const newest = (e: string, which: string, count = 1) =>
  `select n.id from execution n where n.job_id = ${e}.job_id and n.lane = 'bulk' and n.finished_at is not null and ${which}
   order by n.finished_at desc, n.id desc limit ${count}`;

/** An approval `a` that is not carried out to its end. */
const IS_PENDING = `(a.state = 'waiting' or a.state = 'granted' and not exists (
    select from execution c where c.id = a.carried_out_by and c.status = 'completed'))`;

/** All that keeps a run. What is not said here goes with it, so that a statement that reads old runs needs a line here. */
export const HOLDS: readonly Hold[] = [
  {
    why: 'it is tried again by itself, or is a dead letter that waits for a person',
    holds: (e) => `(${e}.next_attempt_at is not null or ${e}.dead_letter = 'dead')`,
  },
  {
    why: 'it is the newest of its job that ended: what follows is decided by it',
    ofJobThatIsThere: true,
    holds: (e) => `${e}.id = (${newest(e, 'true')})`,
  },
  {
    why: 'it is the newest of its job that succeeded in what it read or wrote: whether there ever was one is asked',
    ofJobThatIsThere: true,
    holds: (e) => `(${e}.lane = 'bulk' and ${e}.status in ${SUCCEEDED} and not exists (
      select from execution n where n.job_id = ${e}.job_id and n.lane = 'bulk' and n.finished_at is not null
        and (n.finished_at, n.id) > (${e}.finished_at, ${e}.id) and n.status in ${SUCCEEDED} and n.mode = ${e}.mode
        and n.scope ->> 'kind' = ${e}.scope ->> 'kind' and n.scope ->> 'select' is not distinct from ${e}.scope ->> 'select'
        and (n.scope -> 'backfill' is null) = (${e}.scope -> 'backfill' is null)))`,
  },
  {
    why: `it is one of the newest ${MOST_RUNS} full runs of its job: when the next one is due is decided by them`,
    ofJobThatIsThere: true,
    holds: (e) =>
      `(${e}.mode = 'full' and ${e}.lane = 'bulk' and ${e}.id = any(array(${newest(
        e,
        `n.mode = 'full' and n.started_at is not null and n.scope ->> 'kind' = 'full'`,
        MOST_RUNS,
      )})))`,
  },
  {
    why: 'it is the last complete listing of its job, which the next one is held against before anything is taken for gone',
    ofJobThatIsThere: true,
    holds: (e) => `${e}.id = (
      select c.execution_id from close_out c where c.job_id = ${e}.job_id and c.complete and c.approval_id is null
      order by c.judged_at desc limit 1)`,
  },
  {
    why: 'an approval of what it found waits or is carried out, or a person has said no to deletions that it asked for',
    holds: (e) => `exists (select from approval a where a.execution_id = ${e}.id and (${IS_PENDING}
      or a.state = 'rejected' and a.cause = 'deleted_there'))`,
  },
  {
    why: 'an approval waits that was asked for after it began to list: what it listed speaks against that',
    holds: (e) => `(${e}.lane = 'bulk' and exists (
      select from approval a join close_out c on c.execution_id = a.execution_id
      where a.job_id = ${e}.job_id and ${IS_PENDING} and c.since <= ${e}.finished_at))`,
  },
  {
    why: 'a record failed in it last, and is still to be applied',
    holds: (e) => `exists (
      select from failure f where f.last_execution_id = ${e}.id and f.state in ('retrying', 'dead', 'parked'))`,
  },
  {
    why: 'a conflict that it found is open, or is not carried out yet',
    holds: (e) => `exists (
      select from conflict f where f.job_id = ${e}.job_id and f.execution_id = ${e}.id and (${IS_LIVE}))`,
  },
  {
    why: 'a write of it to the provider is not settled',
    holds: (e) => `exists (
      select from push_intent i where i.job_id = ${e}.job_id and i.execution_id = ${e}.id and i.state <> 'applied')`,
  },
  {
    why: 'the plan that it made can be carried out, or says which records of both sides are one',
    holds: (e) => `exists (
      select from plan p where p.job_id = ${e}.job_id and p.execution_id = ${e}.id and (p.expires_at > (select engine_now())
        or exists (select from pairing w where w.plan_id = p.id)))`,
  },
  {
    why: 'the watermark of its job is from it',
    holds: (e) => `exists (
      select from watermark w where w.job_id = ${e}.job_id and w.execution_id = ${e}.id)`,
  },
  {
    why: 'it belongs to the latest run of a group',
    holds: (e) => `exists (
      select from group_run r join group_run_job m on m.run_id = r.id join trigger t on t.id = m.trigger_id
      where m.job_id = ${e}.job_id and t.execution_id = ${e}.id and ${IS_LATEST})`,
  },
];

/** Whether a run `e` of a job `j` is kept, whatever its age. */
export const isHeld = (e: string, j: string): string =>
  HOLDS.map(({ holds, ofJobThatIsThere }) =>
    ofJobThatIsThere === true ? `${j}.removed_at is null and ${holds(e)}` : holds(e),
  )
    // Where there is nothing to compare with, nothing holds.
    .map((condition) => `coalesce(${condition}, false)`)
    .join('\n    or ');

/** Of a run `e`: others `x` of its job that can be resumed, and began before it ended. What it listed says of a record that it is there. */
export const needingIt = (e: string): string =>
  `from execution x where ${e}.lane = 'bulk' and x.job_id = ${e}.job_id and x.lane = 'bulk' and x.status <> 'completed' and x.forgotten_at is null
     and x.id <> ${e}.id and x.started_at <= ${e}.finished_at`;
