import {
  approvalCausesThat,
  type ExecutionId,
  type InactivationApproval,
  type InactivationApprovalCause,
  type InactivationApprovalId,
  type JobId,
} from '@evenkeel/domain';
import type {
  HeldReference,
  InactivationApprovalFilter,
  InactivationApprovalRepository,
  Listed,
  ListRequest,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { APPROVAL, approvalFromRow, type InactivationApprovalRow } from './approval-row.js';
import { codeOfVerdict } from './verdicts.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';

/** Causes of which an approval is that of the close-out of an execution. */
const OF_CLOSE_OUT = approvalCausesThat(({ isJoined }) => !isJoined);

/** $2: JSON of what is held, `i`. */
const HELD = `jsonb_to_recordset($2::jsonb) as i(id bigint, "observedAt" timestamptz, "recordVersion" int)`;
const heldRow = ({ id, observedAt, recordVersion }: HeldReference) => ({ id, observedAt, recordVersion });

/** The first key of advisory locks on what is inactivated one by one; the second is that of the job. */
const ANNOUNCED_LOCKS = 27;

const SAVED = APPROVAL.only('state', 'candidates', 'decided_at', 'decided_by', 'reason', 'carried_out_by');

export class PostgresInactivationApprovalRepository implements InactivationApprovalRepository {
  constructor(private readonly session: Session) {}

  async insert(approval: InactivationApproval): Promise<void> {
    this.session.assertOwn(approval);
    await this.session.write(
      `insert into approval (${APPROVAL.list}) values (${APPROVAL.parameters})`,
      APPROVAL.values(approval),
    );
  }

  async find(id: InactivationApprovalId): Promise<InactivationApproval | undefined> {
    return this.findOne(id, '');
  }

  async ofExecution(executionId: ExecutionId): Promise<InactivationApproval | undefined> {
    const row = await this.session.row<InactivationApprovalRow>(
      `select ${APPROVAL.list} from approval where execution_id = $1 and cause = any($2)`,
      [executionId, OF_CLOSE_OUT],
    );
    return row && approvalFromRow(row);
  }

  async lock(id: InactivationApprovalId): Promise<InactivationApproval | undefined> {
    return this.findOne(id, 'for no key update');
  }

  async save(approval: InactivationApproval): Promise<void> {
    await this.session.write(`update approval set ${SAVED.assignments(2)} where id = $1`, [
      approval.id,
      ...SAVED.values(approval),
    ]);
  }

  async serialize(jobId: JobId): Promise<void> {
    await this.session.row('select pg_advisory_xact_lock($1, hashtext($2))', [ANNOUNCED_LOCKS, jobId]);
  }

  async lockWaiting(
    jobId: JobId,
    cause: InactivationApprovalCause,
  ): Promise<InactivationApproval | undefined> {
    const row = await this.session.row<InactivationApprovalRow>(
      `select ${APPROVAL.list} from approval where job_id = $1 and cause = $3 and state = 'waiting' and tenant_id = $2
       order by id desc limit 1 for no key update`,
      [jobId, this.session.tenant, cause],
    );
    return row && approvalFromRow(row);
  }

  async hold(id: InactivationApprovalId, references: readonly HeldReference[]): Promise<number> {
    await this.session.write(
      `insert into announced_deletion (approval_id, reference_id, observed_at, record_version)
       select $1, i.id, coalesce(i."observedAt", engine_now()), i."recordVersion" from ${HELD} order by i.id
       on conflict (approval_id, reference_id) do update
         set observed_at = excluded.observed_at, record_version = excluded.record_version`,
      [id, JSON.stringify(references.map(heldRow))],
    );
    return this.countHeld(id);
  }

  async release(id: InactivationApprovalId, referenceIds: readonly string[]): Promise<number> {
    await this.session.write(
      'delete from announced_deletion where approval_id = $1 and reference_id = any($2::bigint[])',
      [id, referenceIds],
    );
    return this.countHeld(id);
  }

  async refused(jobId: JobId, records: readonly HeldReference[]): Promise<ReadonlySet<string>> {
    if (records.length === 0) return new Set();
    const rows = await this.session.rows<{ id: string }>(
      `select distinct d.reference_id::text as id from approval a
       join announced_deletion d on d.approval_id = a.id
       join ${HELD} on i.id = d.reference_id and i."recordVersion" = d.record_version
       where a.job_id = $1 and a.tenant_id = $3 and a.cause = 'deleted_there' and a.state = 'rejected'`,
      [jobId, JSON.stringify(records.map(heldRow)), this.session.tenant],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async supersede(jobId: JobId, causes: readonly InactivationApprovalCause[]): Promise<void> {
    await this.session.write(
      `update approval set state = 'superseded' where id = any(array(
         select id from approval where job_id = $1 and state in ('waiting', 'granted') and carried_out_by is null and cause = any($2)
         order by id for no key update))`,
      [jobId, causes],
    );
  }

  async list(
    { jobId, state }: InactivationApprovalFilter,
    request: ListRequest,
  ): Promise<Listed<InactivationApproval>> {
    const rows = await this.session.rows<InactivationApprovalRow>(
      `select ${APPROVAL.list} from approval
       where ($1::uuid is null or job_id = $1) and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
         and tenant_id = $5
       order by id desc limit $4`,
      [jobId ?? null, state ?? null, request.after, request.limit + 1, this.session.tenant],
    );
    return listed(rows, request, (row) => row.id, approvalFromRow);
  }

  async examples(id: InactivationApprovalId, limit: number): Promise<readonly string[]> {
    const rows = await this.session.rows<{ external_id: string }>(
      `select e.external_id from approval a
       join close_out_page p on p.execution_id = a.execution_id
       cross join unnest(p.reference_ids, p.verdicts) with ordinality as i(id, verdict, position)
       join external_reference e on e.id = i.id
       where a.id = $1 and a.cause = any($4) and i.verdict = $2 order by p.page_no, i.position limit $3`,
      [id, codeOfVerdict('awaiting_approval'), limit, OF_CLOSE_OUT],
    );
    const announced = await this.session.rows<{ external_id: string }>(
      `select e.external_id from announced_deletion d join external_reference e on e.id = d.reference_id
       where d.approval_id = $1 order by d.reference_id limit $2`,
      [id, limit - rows.length],
    );
    return [...rows, ...announced].map((row) => row.external_id);
  }

  private async countHeld(id: InactivationApprovalId): Promise<number> {
    const row = await this.session.row<{ held: number }>(
      'select count(*)::int as held from announced_deletion where approval_id = $1',
      [id],
    );
    return row?.held ?? 0;
  }

  private async findOne(id: InactivationApprovalId, lock: string): Promise<InactivationApproval | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<InactivationApprovalRow>(
      `select ${APPROVAL.list} from approval where id = $1 and tenant_id = $2 ${lock}`,
      [id, this.session.tenant],
    );
    return row && approvalFromRow(row);
  }
}
