import {
  ANNOUNCED_HOURS,
  CANDIDATES_PER_PAGE,
  CAUSE_OF_WAY,
  type Outcome,
  type CandidateVerdict,
  type InactivationApprovalId,
  type ExecutionId,
  type FrozenCandidates,
  type JobId,
  type ReferenceSet,
} from '@evenkeel/domain';
import type {
  Candidate,
  CandidatePlace,
  CandidateRepository,
  GrantedCandidates,
  Inactivation,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import {
  ACTIVE_AT_START,
  CANDIDATES_OF_PAGE,
  COUNT_ACTIVE,
  COUNT_ANNOUNCED,
  COUNT_CANDIDATES,
  FREEZE_ANNOUNCED,
  FREEZE_CANDIDATES,
  FREEZE_CREATED,
  FREEZE_GRANTED,
  INACTIVATE_REFERENCES,
} from './statements.js';
import { codeOfOutcome } from '../page/seen-codec.js';
import { codeOfVerdict } from './verdicts.js';

/** Outcomes of records whose reference is new. */
const MAKE_REFERENCES = ['created', 'merged'] as const satisfies readonly Outcome[];

type ClosingExecution = Parameters<CandidateRepository['freeze']>[0];

export class PostgresCandidateRepository implements CandidateRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async count(execution: ClosingExecution, set: ReferenceSet): Promise<FrozenCandidates> {
    return this.findGone(COUNT_CANDIDATES, execution, set);
  }

  async freeze(execution: ClosingExecution, set: ReferenceSet): Promise<FrozenCandidates> {
    return this.findGone(FREEZE_CANDIDATES, execution, set);
  }

  async freezeGranted(
    { id, jobId }: { readonly id: ExecutionId; readonly jobId: JobId },
    foundBy: ExecutionId,
  ): Promise<GrantedCandidates> {
    const found = await this.session.row<{ since: Date }>(
      'select since from close_out where execution_id = $1',
      [foundBy],
    );
    if (found === undefined) throw new Error(`Execution ${foundBy} was never judged`);
    const { since } = found;
    const waiting = codeOfVerdict('awaiting_approval');
    const frozen = await this.session.row<Omit<GrantedCandidates, 'since'>>(FREEZE_GRANTED, [
      id,
      foundBy,
      since,
      waiting,
      jobId,
    ]);
    const { candidates = 0, due = 0 } = frozen ?? {};
    await this.giveVerdict(id, Math.ceil(due / CANDIDATES_PER_PAGE), 'changed_since');
    return { candidates, due, since };
  }

  async freezeAnnounced(
    executionId: ExecutionId,
    approvalId: InactivationApprovalId,
  ): Promise<GrantedCandidates> {
    const frozen = await this.session.row<GrantedCandidates & Record<string, unknown>>(FREEZE_ANNOUNCED, [
      executionId,
      approvalId,
    ]);
    if (frozen === undefined) throw new Error(`Approval ${approvalId} was not counted`);
    await this.giveVerdict(executionId, Math.ceil(frozen.due / CANDIDATES_PER_PAGE), 'changed_since');
    return frozen;
  }

  async countAnnounced(set: ReferenceSet): Promise<number> {
    const known = await this.sets.find(this.session, set);
    const causes = Object.values(CAUSE_OF_WAY);
    const row = await this.session.row<{ count: number }>(COUNT_ANNOUNCED, [
      known?.id ?? 0,
      causes,
      ANNOUNCED_HOURS,
    ]);
    return row?.count ?? 0;
  }

  async countActive(set: ReferenceSet, atMost?: number): Promise<number> {
    const known = await this.sets.find(this.session, set);
    const row = await this.session.row<{ count: number }>(COUNT_ACTIVE, [known?.id ?? 0, atMost ?? null]);
    return row?.count ?? 0;
  }

  async giveVerdict(executionId: ExecutionId, fromPage: number, verdict: CandidateVerdict): Promise<void> {
    await this.session.write(
      `update close_out_page set verdicts = array_fill($3::smallint, array[cardinality(reference_ids)])
       where execution_id = $1 and page_no >= $2`,
      [executionId, fromPage, codeOfVerdict(verdict)],
    );
  }

  async ofPage(executionId: ExecutionId, pageNo: number): Promise<readonly Candidate[]> {
    type Row = Omit<Candidate, 'observedAt'> & { readonly observedAt: Date };
    const rows = await this.session.rows<Row>(CANDIDATES_OF_PAGE, [executionId, pageNo]);
    return rows.map((row) => ({ ...row, observedAt: row.observedAt.toISOString() }));
  }

  async inactivate({ executionId, referenceIds, cause, observedAt }: Inactivation): Promise<void> {
    if (referenceIds.length === 0) return;
    await this.session.write(INACTIVATE_REFERENCES, [executionId, referenceIds, cause, observedAt]);
  }

  async saveVerdicts(
    executionId: ExecutionId,
    { pageNo, from }: CandidatePlace,
    verdicts: readonly CandidateVerdict[],
  ): Promise<void> {
    if (verdicts.length === 0) return;
    await this.session.write(
      `update close_out_page set verdicts[$4::int + 1 : $4::int + cardinality($3::smallint[])] = $3::smallint[]
       where execution_id = $1 and page_no = $2`,
      [executionId, pageNo, verdicts.map((verdict) => String(codeOfVerdict(verdict))), from],
    );
  }

  async activeAtStart(executionId: ExecutionId, set: ReferenceSet): Promise<number> {
    const known = await this.sets.find(this.session, set);
    return known === undefined ? 0 : this.activeIn(executionId, known.id);
  }

  async freezeCreated(executionId: ExecutionId): Promise<number> {
    const row = await this.session.row<{ created: number }>(FREEZE_CREATED, [
      executionId,
      MAKE_REFERENCES.map((outcome) => String(codeOfOutcome(outcome))),
    ]);
    return row?.created ?? 0;
  }

  private async activeIn(executionId: ExecutionId, setId: number | string): Promise<number> {
    const start = await this.session.row<{ active: number }>(ACTIVE_AT_START, [executionId, setId]);
    return Math.max(0, start?.active ?? 0);
  }

  private async findGone(
    statement: string,
    { id, jobId, since }: ClosingExecution,
    set: ReferenceSet,
  ): Promise<FrozenCandidates> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return { active: 0, candidates: 0, missedBefore: 0 };
    const active = await this.activeIn(id, known.id);
    // A first load need not subtract everything it has read from nothing.
    if (active === 0) return { active, candidates: 0, missedBefore: 0 };
    const before = await this.session.row<{ execution_id: string }>(
      `select execution_id from close_out where job_id = $1 and complete and approval_id is null
       order by judged_at desc limit 1`,
      [jobId],
    );
    const frozen = await this.session.row<Omit<FrozenCandidates, 'active'>>(statement, [
      id,
      known.id,
      since,
      before?.execution_id ?? null,
      jobId,
    ]);
    return { active, candidates: frozen?.candidates ?? 0, missedBefore: frozen?.missedBefore ?? 0 };
  }
}
