import {
  canonicalText,
  type JobDefinition,
  type JobId,
  type PushedDeletions,
  type PushedRecord,
  type ReferenceSet,
} from '@evenkeel/domain';
import type {
  FreezingOf,
  NewIntent,
  PushEntry,
  PushListing,
  PushPage,
  PushPageRepository,
  PushPlace,
} from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { IS_THERE } from '../job/statements.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { IS_BEGUN } from './loose-statements.js';
import { BOUNDS, LAST_ID, nextOf } from './page-statements.js';
import { agreementText, pushedFromRow, type PushedRow } from './row.js';

export class PostgresPushPageRepository implements PushPageRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async next({ jobId, set, slice, after, limit }: PushListing): Promise<readonly PushedRecord[]> {
    const { id } = await this.sets.findOrCreate(this.session, set);
    const { failureIds, externalIds, recordIds, approvalId } = slice;
    const select = recordIds === undefined ? slice.select : 'taken';
    const named = failureIds ?? externalIds ?? recordIds ?? (approvalId === undefined ? [] : [approvalId]);
    const rows = await this.session.rows<PushedRow>(nextOf(select), [
      id,
      jobId,
      set.recordType,
      after ?? slice.after ?? '0',
      limit,
      named,
      this.session.tenant,
      slice.until ?? LAST_ID,
    ]);
    return rows.map(pushedFromRow);
  }

  async boundsOf(
    { jobId, slice, recordType }: Pick<PushListing, 'jobId' | 'slice'> & { readonly recordType: string },
    { most, least }: { readonly most: number; readonly least: number },
  ): Promise<readonly string[]> {
    const rows = await this.session.rows<{ id: string }>(BOUNDS[slice.select === 'all' ? 'all' : 'changed'], [
      slice.select === 'all' ? recordType : jobId,
      this.session.tenant,
      most,
      least,
    ]);
    return rows.map(({ id }) => id);
  }

  async lockRecords(recordIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.session.rows<{ id: string; version: number }>(
      `select id::text as id, version from record where id = any($1::bigint[]) and tenant_id = $2 order by id for share`,
      [recordIds, this.session.tenant],
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  }

  async freeze(
    page: PushPage,
    intents: readonly NewIntent[],
    { set, executionId, isRead }: FreezingOf,
  ): Promise<readonly string[]> {
    const { id: setId } = await this.sets.findOrCreate(this.session, set);
    if (!isRead)
      await this.session.write(
        'update reference_set set is_written = true where id = $1 and not is_written',
        [setId],
      );
    const rows = intents.map((intent) => rowOf(intent));
    const kept = await this.session.rows<{ id: string }>(
      `insert into push_intent (id, tenant_id, job_id, set_id, record_id, record_version, reference_id, external_id, kind, version,
         data, sent, agreed, decided_on, call_key, call_position, state, execution_id, chunk_id, page_cursor)
       select i.id, $2, i.job_id, $3, i.record_id, i.record_version, i.reference_id, i.external_id, i.kind, i.version,
         i.data::json, i.sent::json, i.agreed::json, i.decided_on::json, i.call_key, i.call_position, 'planned', $4, $5, $6
       from jsonb_to_recordset($1::jsonb) as i(id uuid, job_id uuid, record_id bigint, record_version int, reference_id bigint,
         external_id text, kind text, version text, data text, sent text, agreed text, decided_on text, call_key uuid, call_position int)
       order by i.record_id
       on conflict (set_id, record_id) where state <> 'applied' do nothing returning id`,
      [JSON.stringify(rows), this.session.tenant, setId, executionId, page.chunkId, page.cursorIn ?? ''],
    );
    const ids = new Set(kept.map(({ id }) => id));
    const lost = intents.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
    const left = new Set(lost);
    const entries = page.entries.map((entry): PushEntry =>
      entry.intentId !== null && left.has(entry.intentId)
        ? { ...entry, intentId: null, outcome: 'in_doubt' }
        : entry,
    );
    await this.session.write(
      `insert into push_page (chunk_id, cursor_in, tenant_id, cursor_out, entries) values ($1, $2, $3, $4, $5)`,
      [page.chunkId, page.cursorIn ?? '', this.session.tenant, page.cursorOut, JSON.stringify(entries)],
    );
    return lost;
  }

  async find(place: PushPlace): Promise<PushPage | undefined> {
    const row = await this.session.row<{ cursor_out: string | null; entries: PushEntry[] }>(
      'select cursor_out, entries from push_page where chunk_id = $1 and cursor_in = $2 and tenant_id = $3',
      this.valuesOf(place),
    );
    return row && { ...place, cursorOut: row.cursor_out, entries: row.entries };
  }

  async remove(place: PushPlace): Promise<void> {
    await this.session.write(
      'delete from push_page where chunk_id = $1 and cursor_in = $2 and tenant_id = $3',
      this.valuesOf(place),
    );
  }

  async letGo(intentIds: readonly string[]): Promise<void> {
    if (intentIds.length === 0) return;
    await this.session.write(
      `delete from push_page p using push_intent i
       where i.id = any($2::uuid[]) and i.tenant_id = $1 and p.chunk_id = i.chunk_id and p.cursor_in = i.page_cursor`,
      [this.session.tenant, intentIds],
    );
  }

  async deletions(set: ReferenceSet): Promise<PushedDeletions> {
    const { id } = await this.sets.findOrCreate(this.session, set);
    // Ranges side by side would each see what the other has not committed: no two delete at the same time.
    await this.session.row('select id from reference_set where id = $1 for no key update', [id]);
    const row = await this.session.row<PushedDeletions & Record<string, unknown>>(
      `select (select count(*)::int from external_reference e where e.set_id = $1 and e.inactive_at is null) as active,
         (select count(*)::int from external_reference e where e.set_id = $1 and e.inactive_cause = 'pushed'
            and e.inactive_at > (select engine_now()) - interval '24 hours' and not ${isOfApproval('e.inactive_by')})
         + (select count(*)::int from push_intent i where i.set_id = $1 and i.kind in ('delete', 'deactivate') and i.state <> 'applied'
            and not ${isOfApproval('i.execution_id')}) as lately`,
      [id],
    );
    return { active: row!.active, lately: row!.lately };
  }

  async hasBegun(set: ReferenceSet): Promise<boolean> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return false;
    const row = await this.session.row<{ begun: boolean }>(
      `select exists (select from external_reference e where e.set_id = $1)
         or exists (select from push_intent i where i.set_id = $1 and ${IS_BEGUN}) as begun`,
      [known.id],
    );
    return row?.begun === true;
  }

  async hasPushedAll(jobId: JobId): Promise<boolean> {
    const row = await this.session.row<{ has: boolean }>(
      `select exists (
         select from execution e
         join job j on j.id = e.job_id
         join job_revision n on n.job_id = j.id and n.revision = j.revision
         join job_revision r on r.job_id = j.id and r.revision = e.job_revision
         where e.job_id = $1 and e.tenant_id = $2 and e.lane = 'bulk' and e.status in ('completed', 'completed_with_errors')
           and e.scope ->> 'kind' = 'push' and e.scope ->> 'select' = 'all'
           and (r.definition -> 'mapping', r.definition -> 'filter') is not distinct from
             (n.definition -> 'mapping', n.definition -> 'filter')) as has`,
      [jobId, this.session.tenant],
    );
    return row?.has === true;
  }

  async definitions(): Promise<readonly Pick<JobDefinition, 'recordType' | 'mapping' | 'derive'>[]> {
    return this.session.rows(
      `select j.record_type as "recordType", coalesce(r.definition -> 'mapping', '[]') as mapping,
         coalesce(r.definition -> 'derive', '[]') as derive
       from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
       where ${IS_THERE} and j.tenant_id = $1`,
      [this.session.tenant],
    );
  }

  private valuesOf({ chunkId, cursorIn }: PushPlace): Value[] {
    return [chunkId, cursorIn ?? '', this.session.tenant];
  }
}

/** Whether a person has approved what this execution deletes. */
const isOfApproval = (execution: string): string =>
  `exists (select from execution x where x.id = ${execution} and x.scope ->> 'kind' = 'approval')`;

function rowOf({ operation, call, ...intent }: NewIntent) {
  return {
    id: intent.id,
    job_id: intent.jobId,
    record_id: intent.recordId,
    record_version: intent.recordVersion,
    reference_id: intent.referenceId,
    external_id: operation.externalId,
    kind: operation.kind,
    version: operation.version,
    data: canonicalText(operation.data),
    sent: canonicalText(intent.sent),
    agreed: agreementText(intent.agreed),
    decided_on: agreementText(intent.decidedOn),
    call_key: call.key,
    call_position: call.position,
  };
}
