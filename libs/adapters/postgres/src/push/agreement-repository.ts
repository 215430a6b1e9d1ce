import {
  canonicalText,
  isJsonObject,
  parseJson,
  referenceSetOf,
  type Agreement,
  type ChangeBefore,
  type ExecutionId,
  type Job,
  type JobId,
  type JsonObject,
  type JsonValue,
  type OpenWrite,
  type RecordUpdate,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { AgreementRepository, ChangedRecord } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { BOTH_WAYS, IN_WRITING, WRITE_OUT, WRITE_OUT_SAID } from './agreement-statements.js';
import { IS_BEGUN } from './loose-statements.js';
import { agreementOf, OPEN_WRITES, openWriteOf, type OpenRow } from './open-write-row.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { isRunOf } from '../record/run-of.js';
import { referencesOf } from '../record/references-of.js';

/** Older ones say nothing of fields that two sides have changed since they agreed. */
const MOST_CHANGES = 200;

const OUTSIDE = `select reference_id::text as id from reference_base
  where reference_id = any($1::bigint[]) and tenant_id = $2 and (agreed ->> 'isOutside')::boolean`;

/** $1 tenant, $2 job, $3 record type, $4 set. */
export const ADD_UNPAIRED = `insert into local_change (tenant_id, job_id, record_id, version, kind)
  select r.tenant_id, $2, r.id, r.version, 'changed' from record r
  left join lateral (select e.id from external_reference e where ${referencesOf('r.id', '$4')} limit 1) e on true
  where r.tenant_id = $1 and r.record_type = $3 and r.inactive_at is null and r.merged_into is null and e.id is null
    and not exists (select from execution x where x.job_id = $2 and x.lane = 'bulk' and x.status in ('completed', 'completed_with_errors'))
  order by r.id
  on conflict (job_id, record_id) do nothing`;

interface ChangeRow extends Record<string, unknown> {
  readonly record_id: string;
  readonly data: string;
  readonly changed_at: Date;
  readonly is_own: boolean;
  readonly is_by_person: boolean;
}

export class PostgresAgreementRepository implements AgreementRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async lockRecords(recordIds: readonly string[]): Promise<ReadonlyMap<string, ChangedRecord>> {
    if (recordIds.length === 0) return new Map();
    const rows = await this.session.rows<{ id: string; version: number; is_active: boolean; data: string }>(
      `select id::text as id, version, inactive_at is null as is_active, data::text as data from record
       where id = any($1::bigint[]) and tenant_id = $2 order by id for no key update`,
      [recordIds, this.session.tenant],
    );
    return new Map(
      rows.map(({ id, version, is_active: isActive, data }) => [
        id,
        { version, isActive, data: objectOf(data) },
      ]),
    );
  }

  async find(referenceIds: readonly string[]): Promise<ReadonlyMap<string, Agreement>> {
    if (referenceIds.length === 0) return new Map();
    const rows = await this.session.rows<{ id: string; agreed: string }>(
      `select reference_id::text as id, agreed::text as agreed from reference_base
       where reference_id = any($1::bigint[]) and tenant_id = $2 and agreed is not null`,
      [referenceIds, this.session.tenant],
    );
    return new Map(rows.map(({ id, agreed }) => [id, agreementOf(agreed)]));
  }

  async outside(referenceIds: readonly string[]): Promise<readonly string[]> {
    if (referenceIds.length === 0) return [];
    const rows = await this.session.rows<{ id: string }>(OUTSIDE, [referenceIds, this.session.tenant]);
    return rows.map(({ id }) => id);
  }

  async save(
    agreements: readonly { readonly referenceId: string; readonly agreement: Agreement | null }[],
  ): Promise<void> {
    const kept = agreements.flatMap(({ referenceId: id, agreement }) =>
      agreement === null ? [] : [{ id, agreed: textOf(agreement) }],
    );
    const settled = agreements.filter(({ agreement }) => agreement === null);
    if (kept.length > 0)
      await this.session.write(
        `insert into reference_base (reference_id, tenant_id, agreed, agreed_at)
         select a.id, $2, a.agreed::json, engine_now() from jsonb_to_recordset($1::jsonb) as a(id bigint, agreed text) order by a.id
         on conflict (reference_id) do update set agreed = excluded.agreed, agreed_at = excluded.agreed_at, sent = null, received = null`,
        [JSON.stringify(kept), this.session.tenant],
      );
    if (settled.length > 0)
      await this.session.write(
        'delete from reference_base where reference_id = any($1::bigint[]) and tenant_id = $2',
        [settled.map(({ referenceId }) => referenceId), this.session.tenant],
      );
  }

  async bothWaysAmong(referenceIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (referenceIds.length === 0) return new Set();
    const rows = await this.session.rows<{ id: string }>(BOTH_WAYS, [referenceIds, this.session.tenant]);
    return new Set(rows.map(({ id }) => id));
  }

  async writeOut(recordIds: readonly string[]): Promise<void> {
    if (recordIds.length > 0) await this.session.write(WRITE_OUT, [recordIds, this.session.tenant]);
  }

  async writeOutSaid(job: Job): Promise<void> {
    const known = await this.sets.find(this.session, referenceSetOf(job));
    if (known !== undefined)
      await this.session.write(WRITE_OUT_SAID, [known.id, this.session.tenant, job.id, job.revision]);
  }

  async inWriting(recordIds: readonly string[]): Promise<readonly string[]> {
    if (recordIds.length === 0) return [];
    const rows = await this.session.rows<{ id: string }>(IN_WRITING, [recordIds, this.session.tenant]);
    return rows.map(({ id }) => id);
  }

  async noteReadings(readings: readonly RecordUpdate[]): Promise<void> {
    if (readings.length === 0) return;
    const rows = readings.map(({ reference, contentHash, version, modifiedAt, observedAt }) => ({
      id: reference.id,
      hash: contentHash,
      version,
      modified: modifiedAt,
      observed: observedAt,
    }));
    await this.session.write(
      `update external_reference e set content_hash = r.hash, provider_version = r.version, modified_at = r.modified,
         observed_at = r.observed
       from jsonb_to_recordset($1::jsonb) as r(id bigint, hash uuid, version text, modified timestamptz, observed timestamptz)
       where e.id = r.id`,
      [JSON.stringify(rows)],
    );
  }

  async changesOf(
    jobId: JobId,
    recordIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ChangeBefore[]>> {
    const found = new Map<string, ChangeBefore[]>();
    if (recordIds.length === 0) return found;
    const rows = await this.session.rows<ChangeRow>(
      `select i.id::text as record_id, c.data_before::text as data, c.changed_at, exists (${isRunOf('c.execution_id', '$1')}) as is_own, c.actor is not null as is_by_person
       from unnest($2::bigint[]) as i(id)
       cross join lateral (select * from record_change o where o.record_id = i.id order by o.id desc limit ${MOST_CHANGES}) c
       order by i.id, c.id desc`,
      [jobId, [...new Set(recordIds)]],
    );
    for (const { record_id: recordId, data, changed_at: changedAt, ...by } of rows) {
      const { is_own: isOwn, is_by_person: isByPerson } = by;
      const change = { dataBefore: objectOf(data), changedAt: changedAt.toISOString(), isOwn, isByPerson };
      const changes = found.get(recordId);
      if (changes === undefined) found.set(recordId, [change]);
      else changes.push(change);
    }
    return found;
  }

  async openWrites(set: ReferenceSet): Promise<readonly OpenWrite[]> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return [];
    const rows = await this.session.rows<OpenRow>(OPEN_WRITES, [known.id, this.session.tenant]);
    return rows.map(openWriteOf);
  }

  async addUnpaired(job: Job): Promise<void> {
    const { id } = await this.sets.findOrCreate(this.session, referenceSetOf(job));
    await this.session.write(ADD_UNPAIRED, [this.session.tenant, job.id, job.definition.recordType, id]);
  }

  async isUnpaired(set: ReferenceSet): Promise<boolean> {
    const known = await this.sets.find(this.session, set);
    const row = await this.session.row<{ is: boolean }>(
      `select exists (select from record r where r.tenant_id = $1 and r.record_type = $2 and r.inactive_at is null and r.merged_into is null)
         and not exists (select from external_reference e where e.set_id = $3)
         and not exists (select from push_intent i where i.set_id = $3 and ${IS_BEGUN}) as is`,
      [this.session.tenant, set.recordType, known?.id ?? 0],
    );
    return row?.is === true;
  }

  async moved(executionId: ExecutionId): Promise<readonly string[]> {
    const rows = await this.session.rows<{ external_id: string }>(
      `select i.external_id from (
         select c.id from chunk c where c.execution_id = $1 and c.ordinal > coalesce((
           select max(o.ordinal) from chunk o where o.execution_id = $1 and o.slice ->> 'kind' <> 'push'), -1)) c
       join push_intent i on i.chunk_id = c.id and i.result ->> 'kind' in ('moved', 'gone')
         and (i.result ->> 'kind' = 'moved' or i.kind = 'update')
       where i.tenant_id = $2 and i.external_id is not null order by i.record_id`,
      [executionId, this.session.tenant],
    );
    return rows.map(({ external_id: externalId }) => externalId);
  }
}

function textOf(agreement: Agreement): string {
  return canonicalText(agreement as unknown as JsonValue);
}

function objectOf(text: string): JsonObject {
  const value: JsonValue = parseJson(text);
  return isJsonObject(value) ? value : {};
}
