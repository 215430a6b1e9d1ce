import {
  isJsonObject,
  parseJson,
  unknownBase,
  canonicalText,
  type Agreement,
  type JobId,
  type JsonObject,
  type JsonValue,
  type PairedRecord,
  type Pairing,
  type PairingGroup,
  type PairingSide,
  type PairingState,
  type PlanId,
  type ReferenceSet,
} from '@evenkeel/domain';
import type {
  KeyHolders,
  Listed,
  ListRequest,
  PairAttachment,
  PairingRepository,
  StagedRecord,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { ATTACH, FORGET_PAIRED, GROUPS, HOLDERS, IS_PAIRING, LOCK_FREE, PLACE } from './statements.js';
import { listed } from '../table/keyset.js';
import { pairedFromRow, PAIRED, type PairedRow } from './row.js';

export class PostgresPairingRepository implements PairingRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async find(jobId: JobId): Promise<Pairing | undefined> {
    const row = await this.session.row<{ plan_id: string | null; state: PairingState }>(
      'select plan_id, state from pairing where job_id = $1 and tenant_id = $2',
      [jobId, this.session.tenant],
    );
    return row && { jobId, planId: row.plan_id, state: row.state };
  }

  async want(jobId: JobId): Promise<void> {
    await this.session.write(
      `insert into pairing (job_id, tenant_id, state) values ($1, $2, 'wanted') on conflict (job_id) do nothing`,
      [jobId, this.session.tenant],
    );
  }

  async isOpen(jobId: JobId): Promise<boolean> {
    const row = await this.session.row<{ is: boolean }>(
      `select exists (select from job j where j.id = $1 and j.tenant_id = $2 and ${IS_PAIRING}) as is`,
      [jobId, this.session.tenant],
    );
    return row?.is === true;
  }

  async save({ jobId, planId, state }: Pairing): Promise<void> {
    const { tenant } = this.session;
    await this.session.write(
      `delete from pairing_record r using pairing p
       where p.job_id = $1 and p.tenant_id = $2 and r.plan_id = p.plan_id and p.plan_id is distinct from $3`,
      [jobId, tenant, planId],
    );
    await this.session.write(
      `insert into pairing (job_id, tenant_id, plan_id, state) values ($1, $2, $3, $4)
       on conflict (job_id) do update set plan_id = excluded.plan_id, state = excluded.state where pairing.tenant_id = $2`,
      [jobId, tenant, planId, state],
    );
  }

  async stage(planId: PlanId, records: readonly StagedRecord[]): Promise<void> {
    await this.add(planId, records, false);
  }

  async addLate(planId: PlanId, records: readonly StagedRecord[]): Promise<void> {
    await this.add(planId, records, true);
  }

  async holders(planId: PlanId, keys: readonly string[]): Promise<ReadonlyMap<string, KeyHolders>> {
    if (keys.length === 0) return new Map();
    const rows = await this.session.rows<{
      key: string;
      here: number;
      there: number;
      record_id: string | null;
    }>(HOLDERS, [planId, this.session.tenant, [...new Set(keys)]]);
    return new Map(
      rows.map(({ key, here, there, record_id: recordId }) => [
        key.replaceAll('-', ''),
        { counts: { here, there }, recordId },
      ]),
    );
  }

  async ofIds(
    planId: PlanId,
    side: PairingSide,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, PairedRecord>> {
    if (ids.length === 0) return new Map();
    const rows = await this.session.rows<PairedRow>(
      `${PAIRED} where p.plan_id = $1 and p.tenant_id = $2 and p.side = $3 and p.id = any($4::text[])`,
      [planId, this.session.tenant, side, ids],
    );
    return new Map(rows.map((row) => [row.id, pairedFromRow(row)]));
  }

  async groups(planId: PlanId): Promise<readonly PairingGroup[]> {
    const rows = await this.session.rows<{
      here: number | null;
      there: number | null;
      records: number;
      differing: number;
    }>(GROUPS, [planId, this.session.tenant]);
    return rows.map(({ here, there, records, differing }) => ({
      counts: here === null || there === null ? undefined : { here, there },
      records,
      differing,
    }));
  }

  async unkeyed(planId: PlanId): Promise<Readonly<Record<PairingSide, number>>> {
    const row = await this.session.row<{ here: number; there: number }>(
      `select count(*) filter (where side = 'here')::int as here, count(*) filter (where side = 'there')::int as there
       from pairing_record where plan_id = $1 and tenant_id = $2 and key is null and not is_late`,
      [planId, this.session.tenant],
    );
    return row!;
  }

  async lockFree(set: ReferenceSet, recordIds: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
    if (recordIds.length === 0) return new Map();
    const { id } = await this.sets.findOrCreate(this.session, set);
    const rows = await this.session.rows<{ id: string; data: string }>(LOCK_FREE, [
      recordIds,
      this.session.tenant,
      id,
      set.recordType,
    ]);
    return new Map(rows.map((row) => [row.id, objectOf(row.data)]));
  }

  async attach(
    set: ReferenceSet,
    attachments: readonly PairAttachment[],
    mappingRevision: number,
  ): Promise<void> {
    if (attachments.length === 0) return;
    const { id } = await this.sets.findOrCreate(this.session, set);
    const agreed: Agreement = { ...unknownBase(mappingRevision), contested: [] };
    await this.session.write(ATTACH, [
      this.session.tenant,
      id,
      JSON.stringify(attachments),
      canonicalText(agreed as unknown as JsonValue),
    ]);
  }

  async forgetPaired(planId: PlanId, set: ReferenceSet): Promise<void> {
    const { id } = await this.sets.findOrCreate(this.session, set);
    await this.session.write(FORGET_PAIRED, [planId, this.session.tenant, id]);
  }

  async held(planId: PlanId, request: ListRequest): Promise<Listed<PairedRecord>> {
    const rows = await this.session.rows<PairedRow>(
      `${PAIRED} where p.plan_id = $1 and p.tenant_id = $2 and ($3::text is null or ${PLACE} > $3)
         and (p.is_late or p.decided is not null or (p.key is not null and exists (
           select from pairing_record o where o.plan_id = p.plan_id and o.key = p.key and o.side <> p.side and not o.is_late)))
       order by ${PLACE} limit $4`,
      [planId, this.session.tenant, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ key, side, id }) => `${key ?? ''} ${side} ${id}`, pairedFromRow);
  }

  async decide(
    planId: PlanId,
    { side, id, decided, partner }: Pick<PairedRecord, 'side' | 'id' | 'decided' | 'partner'>,
  ): Promise<boolean> {
    const changed = await this.session.write(
      `update pairing_record set decided = $5, partner = $6 where plan_id = $1 and tenant_id = $2 and side = $3 and id = $4`,
      [planId, this.session.tenant, side, id, decided, partner],
    );
    return changed > 0;
  }

  private async add(planId: PlanId, records: readonly StagedRecord[], isLate: boolean): Promise<void> {
    if (records.length === 0) return;
    await this.session.write(
      `insert into pairing_record (plan_id, tenant_id, side, id, key, differs, is_late)
       select $1, $2, r.side, r.id, r.key, coalesce(r.differs, false), $4
       from jsonb_to_recordset($3::jsonb) as r(side text, id text, key uuid, differs boolean) order by r.side, r.id
       on conflict (plan_id, side, id) do nothing`,
      [planId, this.session.tenant, JSON.stringify(records), isLate],
    );
  }
}

function objectOf(text: string): JsonObject {
  const value: JsonValue = parseJson(text);
  return isJsonObject(value) ? value : {};
}
