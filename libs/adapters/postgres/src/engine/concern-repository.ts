import type {
  WaitingInactivations,
  ConcernFacts,
  ConnectionOutlook,
  DeadExecutions,
  DeadRecords,
  DeliveryDays,
  FailingChannel,
  FailingModel,
  JobOutlook,
  OpenConflictsOfJob,
  RefusedDeliveries,
  RejectedMessages,
  UnreadTopic,
  QuarantinedRecords,
  StoppedDedupe,
  UncertainPushes,
  WaitingMatches,
  WaitingPlan,
} from '@evenkeel/domain';
import type { ConcernRepository } from '@evenkeel/ports';
import { DAYS_AGO, DAYS_OF_DELIVERIES, LAST_DELIVERY } from './delivery-days.js';
import type { Session } from '../database/session.js';
import { IS_THERE } from '../job/statements.js';

/** More of a kind are not told one by one. */
const MOST = 100;
/** A job that failed so often in a row has, for a person, never succeeded. */
const LATEST_LOOKED_AT = 500;

/* In all of these: $1 tenant id; null: of all tenants. */
const ofTenant = (table: string): string => `($1::uuid is null or ${table}.tenant_id = $1)`;

const CONNECTIONS = `
  select c.name, c.status, c.status_reason as "statusReason", coalesce(h.state, 'running') as control, h.actor as "heldBy",
    h.changed_at as "heldSince", to_timestamp((q.state ->> 'closedUntilMs')::float8 / 1000) as "pausedUntil",
    q.state -> 'closedFor' ->> 'message' as "pausedFor", coalesce(b.state, 'closed') <> 'closed' as "isBreakerOpen"
  from connection c
  left join control h on h.connection_id = c.id
  left join breaker_state b on b.connection_id = c.id
  left join quota_ledger q on q.connection_id = c.id
  where c.removed_at is null and ${ofTenant('c')} order by c.name`;

const JOBS = `
  select j.name, c.name as connection, j.stream, nullif(r.definition -> 'schedule', 'null') as schedule,
    (r.definition ->> 'freshnessTargetMinutes')::int as "freshnessTargetMinutes", j.created_at as "createdAt",
    s.finished_at as "succeededAt", l.id, l.status, l.finished_at as "finishedAt", l.reason, l.next_attempt_at as "nextAttemptAt"
  from job j
  join connection c on c.id = j.connection_id
  join job_revision r on r.job_id = j.id and r.revision = j.revision
  left join lateral (
    select e.id, e.status, e.finished_at, e.reason, e.next_attempt_at from execution e
    where e.job_id = j.id and e.lane = 'bulk' and e.finished_at is not null
    order by e.finished_at desc, e.id desc limit 1) l on true
  left join lateral (
    select e.finished_at from (
      select e.finished_at, e.status from execution e
      where e.job_id = j.id and e.lane = 'bulk' and e.finished_at is not null
      order by e.finished_at desc, e.id desc limit ${LATEST_LOOKED_AT}) e
    where e.status in ('completed', 'completed_with_errors') limit 1) s on true
  where ${IS_THERE} and ${ofTenant('j')} order by j.name`;

const APPROVALS = `
  select a.id, a.cause, j.name as job, a.candidates, a.requested_at as "requestedAt"
  from approval a join job j on j.id = a.job_id
  where a.state = 'waiting' and ${ofTenant('a')} order by a.requested_at limit ${MOST}`;

const PLANS = `
  select p.execution_id as "executionId", j.name as job, p.created_at as "madeAt", p.expires_at as "expiresAt"
  from execution e join plan p on p.execution_id = e.id join job j on j.id = e.job_id
  where e.status = 'awaiting_approval' and ${ofTenant('e')} order by p.created_at limit ${MOST}`;

const MATCHES = `
  select m.record_type as "recordType", count(*)::int as count, min(m.opened_at) as since
  from match_review m where m.state = 'open' and ${ofTenant('m')} group by m.record_type order by m.record_type limit ${MOST}`;

const STOPPED_DEDUPES = `
  select r.id as "runId", r.record_type as "recordType", r.problem, r.ended_at as since
  from dedupe_run r
  where ${ofTenant('r')} and (r.state = 'paused' or r.state = 'failed' and not exists (
    select from dedupe_run n where n.tenant_id = r.tenant_id and n.record_type = r.record_type
      and (n.requested_at, n.id) > (r.requested_at, r.id)))
  order by r.requested_at limit ${MOST}`;

const PUSHES = `
  select j.name as job, count(*)::int as count, min(i.sent_at) as since
  from push_intent i join job j on j.id = i.job_id
  where i.state = 'uncertain' and ${ofTenant('i')} group by j.name order by j.name limit ${MOST}`;

const QUARANTINED = `
  select j.name as job, count(*)::int as count, min(f.quarantined_at) as since
  from flip_flop f join job j on j.id = f.job_id
  where f.quarantined_at is not null and ${IS_THERE} and ${ofTenant('f')} group by j.name order by j.name limit ${MOST}`;

const CONFLICTS = `
  select j.name as job, count(*)::int as count, min(f.opened_at) as since
  from conflict f join job j on j.id = f.job_id
  where f.state in ('open', 'proposing') and ${ofTenant('f')} group by j.name order by j.name limit ${MOST}`;

const MODELS = `
  select m.name as model, count(*)::int as count, min((f.proposal ->> 'at')::timestamptz) as since,
    (array_agg(f.proposal ->> 'cause' order by f.proposal ->> 'at' desc))[1] as why
  from model m
  cross join lateral (
    select greatest(m.changed_at, max((o.proposal ->> 'at')::timestamptz) filter (
      where o.proposal ->> 'outcome' in ('applied', 'proposed', 'refused'))) as at
    from conflict o where o.tenant_id = m.tenant_id and o.proposal is not null) answered
  join conflict f on f.tenant_id = m.tenant_id and f.proposal ->> 'outcome' = 'failed' and (f.proposal ->> 'at')::timestamptz > answered.at
  where ${ofTenant('m')} group by m.name order by m.name limit ${MOST}`;

const DEAD_EXECUTIONS = `
  select j.name as job, count(*)::int as count, max(e.id::text)::uuid as id, max(e.finished_at) as "finishedAt"
  from execution e join job j on j.id = e.job_id
  where e.dead_letter = 'dead' and ${ofTenant('e')} group by j.name order by j.name limit ${MOST}`;

const DEAD_RECORDS = `
  select j.name as job, count(*)::int as count, (array_agg(f.message order by f.last_failed_at desc))[1] as example,
    min(f.last_failed_at) as since
  from failure f join job j on j.id = f.job_id
  where f.state = 'dead' and ${ofTenant('f')} group by j.name, f.job_id, f.group_key order by count(*) desc limit ${MOST}`;

const REFUSED_DELIVERIES = `
  select c.name as connection, w.stream, w.refused_since as since, w.refused_for as why
  from webhook_endpoint w join connection c on c.id = w.connection_id
  where w.refused_at is not null and w.closed_at is null and c.removed_at is null and ${ofTenant('c')}
  order by w.refused_since limit ${MOST}`;

const DELIVERY_DAYS = `
  with ${DAYS_OF_DELIVERIES}
  select c.name as connection, w.stream, last.received_at as "lastAt", ${DAYS_AGO} as "daysAgo"
  from webhook_endpoint w join connection c on c.id = w.connection_id cross join ${LAST_DELIVERY}
  where w.refused_at is null and w.closed_at is null and c.removed_at is null and ${ofTenant('c')}
    and last.received_at < (select engine_now()) - interval '1 day'
  order by last.received_at limit ${MOST}`;

const FAILING_CHANNELS = `
  select c.name as channel, c.failing_since as since, c.failed_for as why, (
    select count(*)::int from notification n where n.channel_id = c.id and (
      n.state = 'waiting' and n.attempts > 0 or n.state = 'given_up' and n.ended_at >= c.failing_since)) as count
  from notification_channel c where c.failing_since is not null and ${ofTenant('c')}
  order by c.failing_since limit ${MOST}`;

const UNREAD_TOPICS = `
  select t.topic, t.why, t.changed_at as since, array(
    select j.name from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
    where j.tenant_id = t.tenant_id and ${IS_THERE} and r.definition -> 'listen' ->> 'topic' = t.topic order by j.name) as jobs
  from trigger_topic t
  where t.state not in ('listening', 'joining', 'away') and t.seen_at > (select engine_now()) - interval '5 minutes' and ${ofTenant('t')}
  order by t.changed_at limit ${MOST}`;

const REJECTED_MESSAGES = `
  select m.topic, count(*)::int as count, min(m.received_at) as since
  from trigger_message m
  where m.state = 'rejected' and m.received_at > (select engine_now()) - interval '1 day' and ${ofTenant('m')}
  group by m.topic order by m.topic limit ${MOST}`;

type JobRow = Omit<JobOutlook, 'latest'> & { readonly [column: string]: unknown } & {
  readonly [Column in keyof NonNullable<JobOutlook['latest']>]:
    | NonNullable<JobOutlook['latest']>[Column]
    | null;
};

/** Of one tenant; null: of all. */
export async function loadConcernFacts(session: Session, tenantId: string | null): Promise<ConcernFacts> {
  const rows = <Fact>(text: string) => session.rows<Fact & Record<string, unknown>>(text, [tenantId]);
  return {
    connections: await rows<ConnectionOutlook>(CONNECTIONS),
    jobs: (await rows<JobRow>(JOBS)).map(jobFromRow),
    approvals: await rows<WaitingInactivations>(APPROVALS),
    plans: await rows<WaitingPlan>(PLANS),
    pushes: await rows<UncertainPushes>(PUSHES),
    quarantined: await rows<QuarantinedRecords>(QUARANTINED),
    conflicts: await rows<OpenConflictsOfJob>(CONFLICTS),
    models: await rows<FailingModel>(MODELS),
    matches: await rows<WaitingMatches>(MATCHES),
    stoppedDedupes: await rows<StoppedDedupe>(STOPPED_DEDUPES),
    deadExecutions: await rows<DeadExecutions>(DEAD_EXECUTIONS),
    deadRecords: await rows<DeadRecords>(DEAD_RECORDS),
    refusedDeliveries: await rows<RefusedDeliveries>(REFUSED_DELIVERIES),
    deliveryDays: await rows<DeliveryDays>(DELIVERY_DAYS),
    failingChannels: await rows<FailingChannel>(FAILING_CHANNELS),
    unreadTopics: await rows<UnreadTopic>(UNREAD_TOPICS),
    rejectedMessages: await rows<RejectedMessages>(REJECTED_MESSAGES),
  };
}

function jobFromRow(row: JobRow): JobOutlook {
  const { name, connection, stream, schedule, freshnessTargetMinutes, createdAt, succeededAt, ...latest } =
    row;
  const { id, status, finishedAt, reason, nextAttemptAt } = latest;
  const hasEnded = id !== null && status !== null && finishedAt !== null;
  return {
    ...{ name, connection, stream, schedule, freshnessTargetMinutes, createdAt, succeededAt },
    latest: hasEnded ? { id, status, finishedAt, reason, nextAttemptAt } : null,
  };
}

export class PostgresConcernRepository implements ConcernRepository {
  constructor(private readonly session: Session) {}

  facts(): Promise<ConcernFacts> {
    return loadConcernFacts(this.session, this.session.tenant);
  }
}
