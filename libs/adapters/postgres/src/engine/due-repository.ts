import type { FailureId, IntentState, Job, TenantId } from '@evenkeel/domain';
import type {
  ArrivedRecords,
  DueExecution,
  DueGroupRun,
  DueJob,
  DueParked,
  DueRecordView,
  DueRepository,
  DueTopic,
  DueTrigger,
  UnclearedConnection,
  UnclearedJob,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { IS_ASKED } from '../conflict/proposal-repository.js';
import { IS_GOING } from '../execution/statements.js';
import { DUE_PARKED, DUE_PARKED_FOR, parkedFrom, type ParkedRow } from '../failure/parked-statements.js';
import { UNWATCHED } from '../notification/watch-statements.js';
import { CHANGED_JOBS } from '../push/changed-jobs.js';
import { isLoose } from '../push/loose-statements.js';
import { MADE_FROM } from '../record-type/view-repository.js';
import { viewNameOf, viewSchemaOf } from '../record-type/view-names.js';
import { IS_THERE, IS_UNFINISHED, newestJobs, unansweredTriggers } from '../job/statements.js';

const EXECUTION = 'e.tenant_id as "tenantId", e.id as "executionId"';

/** What a trial had a row for that did not come to its end: nothing else is removed by no person. */
const IS_LEFT_BEHIND = `removed_by is null and removed_at < (select engine_now()) - interval '1 hour'`;

export class PostgresDueRepository implements DueRepository {
  constructor(private readonly session: Session) {}

  executions(): Promise<readonly DueExecution[]> {
    return this.session.rows(`select ${EXECUTION} from execution e where ${IS_GOING} order by e.id`);
  }

  waitingJobs(): Promise<readonly DueJob[]> {
    return this.session.rows(
      `select queued.tenant_id as "tenantId", queued.job_id as "jobId" from execution queued
       where lane = 'bulk' and status = 'queued' and not exists (
         select from execution active where active.job_id = queued.job_id and active.lane = 'bulk'
           and active.status in ('running', 'paused', 'awaiting_approval'))
       order by requested_at, id`,
    );
  }

  retries(limit: number): Promise<readonly DueExecution[]> {
    return this.session.rows(
      `select ${EXECUTION} from execution e where e.next_attempt_at <= (select engine_now())
       order by e.next_attempt_at, e.id limit $1`,
      [limit],
    );
  }

  expiredPlans(): Promise<readonly DueExecution[]> {
    return this.session.rows(
      `select ${EXECUTION} from plan p join execution e on e.id = p.execution_id
       where e.status = 'awaiting_approval' and p.expires_at < (select engine_now()) order by e.id`,
    );
  }

  triggers(olderThanMs: number, limit: number): Promise<readonly DueTrigger[]> {
    return this.session.rows(unansweredTriggers('true'), [olderThanMs, limit]);
  }

  looseIntents(states: readonly IntentState[], sentForMs?: number): Promise<readonly DueJob[]> {
    return this.session.rows(
      `select distinct i.tenant_id as "tenantId", i.job_id as "jobId" from push_intent i
       where i.state <> 'applied' and i.state = any($1) and ${isLoose('$2')} order by i.job_id`,
      [states, sentForMs ?? null],
    );
  }

  async deliveries(limit: number): Promise<readonly TenantId[]> {
    const rows = await this.session.rows<{ tenantId: TenantId }>(
      `select distinct c.tenant_id as "tenantId" from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id
       join connection c on c.id = w.connection_id where d.state = 'waiting' limit $1`,
      [limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  async proposals(limit: number): Promise<readonly TenantId[]> {
    const rows = await this.session.rows<{ tenantId: TenantId }>(
      `select f.tenant_id as "tenantId" from conflict f where ${IS_ASKED}
       group by f.tenant_id order by min(coalesce(f.propose_after, f.changed_at)) limit $1`,
      [limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  async unwatched(forMs: number): Promise<readonly TenantId[]> {
    const rows = await this.session.rows<{ tenantId: TenantId }>(UNWATCHED, [forMs]);
    return rows.map(({ tenantId }) => tenantId);
  }

  async notifications(): Promise<readonly TenantId[]> {
    const rows = await this.session.rows<{ tenantId: TenantId }>(
      `select tenant_id as "tenantId" from notification
       where state = 'waiting' and due_at <= (select engine_now()) group by tenant_id order by min(due_at)`,
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  async changedJobs(which: 'fresh' | 'any'): Promise<readonly DueJob[]> {
    const row = await this.session.preparedRow<{ due: readonly DueJob[] }>(CHANGED_JOBS[which], []);
    return row?.due ?? [];
  }

  missingRecordTypes(): Promise<readonly DueRecordView[]> {
    return this.session.rows(
      `select distinct j.tenant_id as "tenantId", j.record_type as "recordType" from job j
       where ${IS_THERE} and not exists (
         select from record_type t where t.tenant_id = j.tenant_id and t.name = j.record_type)`,
    );
  }

  matchKeys(): Promise<readonly DueRecordView[]> {
    return this.session.rows(
      `select t.tenant_id as "tenantId", t.name as "recordType" from record_type t
       join record_type_revision r on r.record_type_id = t.id and r.revision = t.revision
       where r.match is not null and t.keys_complete_at is null order by t.id`,
    );
  }

  dedupeRuns(): Promise<readonly { readonly tenantId: string; readonly id: string }[]> {
    return this.session.rows(
      `select tenant_id as "tenantId", id from dedupe_run where state = 'running' order by requested_at limit 100`,
    );
  }

  async recordViews(): Promise<readonly DueRecordView[]> {
    const rows = await this.session.rows<{ tenantId: string; recordType: string; isDue: boolean }>(
      `select t.tenant_id as "tenantId", t.name as "recordType",
         coalesce(v.problem is not null or v.made_from <> ${MADE_FROM}, true) as "isDue"
       from record_type t
       left join record_view v on v.tenant_id = t.tenant_id and v.record_type = t.name order by t.id`,
    );
    const views = new Set((await this.recordViewsThere()).map(({ address }) => address));
    return rows.filter((row) => row.isDue || !views.has(addressOf(row)));
  }

  async leftRecordViews(): Promise<readonly DueRecordView[]> {
    const left = await this.session.rows<{ tenantId: string; recordType: string }>(
      `select v.tenant_id as "tenantId", v.record_type as "recordType" from record_view v
       where not exists (select from record_type t where t.tenant_id = v.tenant_id and t.name = v.record_type)
       order by v.tenant_id, v.record_type`,
    );
    if (left.length === 0) return [];
    const there = await this.recordViewsThere();
    const needed = new Set(there.flatMap(({ address, isNeeded }) => (isNeeded ? [address] : [])));
    return left.filter((view) => !needed.has(addressOf(view)));
  }

  /** What depends on a view is the rule by which another view is read, or a routine. */
  private recordViewsThere(): Promise<{ address: string; isNeeded: boolean }[]> {
    return this.session.rows(
      `select format('%s.%s', n.nspname, c.relname) as address, exists (
         select from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
         where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.deptype = 'n'
           and r.ev_class is distinct from c.oid) as "isNeeded"
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and n.nspname ^@ 'synced'`,
    );
  }

  schedules(): Promise<readonly Job[]> {
    return newestJobs(
      this.session,
      `where ${IS_THERE} and jsonb_typeof(r.definition -> 'schedule') = 'object' order by j.id`,
      [],
    );
  }

  removals(): Promise<readonly UnclearedJob[]> {
    return this.session.rows(
      `select j.tenant_id as "tenantId", j.id, j.removed_by as actor, c.removed_at is not null as "withConnection"
       from job j join connection c on c.id = j.connection_id
       where j.removed_at is not null and not j.settled order by j.id`,
    );
  }

  removedConnections(): Promise<readonly UnclearedConnection[]> {
    return this.session.rows(
      `select tenant_id as "tenantId", id from connection
       where removed_at is not null and (not settled or ${IS_LEFT_BEHIND}) order by id`,
    );
  }

  async parked(
    after: FailureId | null,
    limit: number,
  ): Promise<{ readonly due: readonly DueParked[]; readonly next: FailureId | null }> {
    const rows = await this.session.rows<ParkedRow>(DUE_PARKED, [after, limit]);
    const { last = null, looked = 0 } = rows.at(-1) ?? {};
    return { due: parkedFrom(rows), next: looked < limit ? null : last };
  }

  async parkedFor({ setId, externalIds }: ArrivedRecords, limit: number): Promise<readonly DueParked[]> {
    return parkedFrom(await this.session.rows<ParkedRow>(DUE_PARKED_FOR, [setId, limit, externalIds]));
  }

  listenedTopics(): Promise<readonly DueTopic[]> {
    return this.session.rows(
      `select j.tenant_id as "tenantId", r.definition -> 'listen' ->> 'topic' as topic, min(r.definition -> 'listen' ->> 'startAt') as "startAt"
       from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
       where ${IS_THERE} and jsonb_typeof(r.definition -> 'listen') = 'object' group by 1, 2 order by 1, 2`,
    );
  }

  groupRuns(): Promise<readonly DueGroupRun[]> {
    return this.session.rows(
      `select g.tenant_id as "tenantId", r.id as "groupRunId"
       from group_run r join sync_group g on g.id = r.group_id where ${IS_UNFINISHED} order by r.id`,
    );
  }
}

/** As Postgres names it, unquoted. */
function addressOf({ tenantId, recordType }: DueRecordView): string {
  return `${viewSchemaOf(tenantId)}.${viewNameOf(recordType)}`;
}
