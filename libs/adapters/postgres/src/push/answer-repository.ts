import type { ExecutionId, JobId, ReferenceSet } from '@evenkeel/domain';
import type {
  AnsweredReference,
  AttachedReference,
  PushAnswerRepository,
  PushedVersion,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { referencesOf } from '../record/references-of.js';
import { FORGET_CHANGES, pushedVersions } from './pushed-versions.js';

/** $1: JSON of answered references `a`. */
const ANSWERED = `jsonb_to_recordset($1::jsonb) as a("intentId" uuid, "recordId" bigint, "referenceId" bigint, "externalId" text,
  "contentHash" uuid, version text, "modifiedAt" timestamptz, "observedAt" timestamptz, sent text, received text, agreed text)`;

/** Of what `written` gives: reference id, sent, received, observed. $2 tenant. */
const KEEP_BASE = `insert into reference_base as b (reference_id, tenant_id, sent, received, agreed, agreed_at)
  select id, $2, sent::json, received::json, agreed::json, observed from written
  on conflict (reference_id) do update set sent = excluded.sent, received = excluded.received, agreed = excluded.agreed,
    agreed_at = excluded.agreed_at`;

/** $2 tenant, $3 set id. A record that became part of another one meanwhile is that one's. */
const ATTACH = `
  with recursive answered as materialized (select * from ${ANSWERED}),
  survivor as (
    select r.id as first, r.id, r.merged_into from record r where r.id in (select "recordId" from answered)
    union all
    select s.first, r.id, r.merged_into from survivor s join record r on r.id = s.merged_into),
  made as (
    insert into external_reference (record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
    select s.id, $3, a."externalId", a."contentHash", a.version, a."modifiedAt", a."observedAt"
    from answered a join survivor s on s.first = a."recordId" and s.merged_into is null
    order by a."externalId" collate "C"
    on conflict (set_id, external_id) do nothing returning id, record_id, external_id),
  written as (
    select m.id, a."intentId" as intent, a.sent, a.received, a.agreed, a."observedAt" as observed
    from made m join answered a on a."externalId" = m.external_id),
  based as (${KEEP_BASE})
  select w.intent, w.id::text as id, m.record_id::text as record_id, coalesce(
    (select e.external_id from external_reference e where ${referencesOf('m.record_id', '$3')} and e.inactive_at is null order by e.id limit 1),
    (select o.external_id from made o where o.record_id = m.record_id and o.id < m.id order by o.id limit 1)) as besides
  from written w join made m on m.id = w.id`;

/** $2 tenant. */
const UPDATE = `
  with answered as materialized (select * from ${ANSWERED} order by "referenceId"),
  written as (
    update external_reference e set content_hash = a."contentHash", provider_version = a.version, modified_at = a."modifiedAt",
      observed_at = greatest(e.observed_at, a."observedAt")
    from answered a where e.id = a."referenceId" and e.inactive_cause is distinct from 'erased'
    returning e.id, a.sent, a.received, a.agreed, a."observedAt" as observed)
  ${KEEP_BASE}`;

interface AttachedRow extends Record<string, unknown> {
  readonly intent: string;
  readonly id: string;
  readonly record_id: string;
  readonly besides: string | null;
}

export class PostgresPushAnswerRepository implements PushAnswerRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async attach(
    set: ReferenceSet,
    answered: readonly AnsweredReference[],
  ): Promise<ReadonlyMap<string, AttachedReference>> {
    if (answered.length === 0) return new Map();
    const { id } = await this.sets.findOrCreate(this.session, set);
    const rows = await this.session.rows<AttachedRow>(ATTACH, [
      JSON.stringify(answered),
      this.session.tenant,
      id,
    ]);
    return new Map(
      rows.map(({ intent, id, record_id: recordId, besides }) => [intent, { id, recordId, besides }]),
    );
  }

  async update(answered: readonly AnsweredReference[]): Promise<void> {
    if (answered.length === 0) return;
    await this.session.write(UPDATE, [JSON.stringify(answered), this.session.tenant]);
  }

  async inactivate(referenceIds: readonly string[], executionId: ExecutionId): Promise<void> {
    if (referenceIds.length === 0) return;
    await this.session.write(
      `update external_reference set inactive_at = engine_now(), inactive_cause = 'pushed', inactive_by = $2,
         observed_at = greatest(observed_at, engine_now())
       where id = any($1::bigint[]) and inactive_at is null`,
      [referenceIds, executionId],
    );
  }

  async forgetChanges(jobId: JobId, pushed: readonly PushedVersion[]): Promise<void> {
    if (pushed.length === 0) return;
    await this.session.write(FORGET_CHANGES, [this.session.tenant, jobId, ...pushedVersions(pushed)]);
  }

  async keepChanges(jobId: JobId, recordIds: readonly string[]): Promise<void> {
    if (recordIds.length === 0) return;
    await this.session.write(
      `insert into local_change (tenant_id, job_id, record_id, version, kind)
       select r.tenant_id, $2, r.id, r.version, case when r.inactive_at is null then 'changed' else 'deleted' end
       from record r where r.tenant_id = $1 and r.id = any($3::bigint[]) and r.merged_into is null order by r.id
       on conflict (job_id, record_id) do nothing`,
      [this.session.tenant, jobId, recordIds],
    );
  }
}
