import {
  CANDIDATE_VERDICTS,
  CANDIDATES_PER_PAGE,
  NO_VERDICTS,
  outcomesThat,
  type CandidateVerdict,
  type ChunkId,
  type DeclaredStream,
  type ExecutionId,
  type FrozenCandidates,
  type JobId,
  type JudgedCloseOut,
  type ListedChunk,
  type ListingDifference,
  type ReferenceSet,
} from '@evenkeel/domain';
import type {
  Candidate,
  CloseOutJudgement,
  CloseOutRepository,
  GrantedCandidates,
  Inactivation,
} from '@evenkeel/ports';
import type { Session } from '../connection/session.js';
import { codeOfOutcome } from '../page/seen-codec.js';
import {
  ACTIVE_AT_START,
  CANDIDATES_OF_PAGE,
  COMPARE_WITH_LISTING,
  COUNT_CANDIDATES,
  FREEZE_CANDIDATES,
  FREEZE_GRANTED,
  INACTIVATE_REFERENCES,
  LATEST_LISTED,
  LISTING_OF_EXECUTION,
} from './close-out-statements.js';
import type { ReferenceSets } from './reference-sets.js';

type ClosingExecution = Parameters<CloseOutRepository['freeze']>[0];

export class PostgresCloseOutRepository implements CloseOutRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async declare(chunkId: ChunkId, attempt: number, declared: DeclaredStream): Promise<void> {
    await this.session.write('update chunk set declared = $3 where id = $1 and attempt = $2', [
      chunkId,
      attempt,
      JSON.stringify(declared),
    ]);
  }

  async listing(executionId: ExecutionId): Promise<readonly ListedChunk[]> {
    return this.session.rows<ListedChunk>(LISTING_OF_EXECUTION, [executionId]);
  }

  async count(execution: ClosingExecution, set: ReferenceSet): Promise<FrozenCandidates> {
    return this.findGone(COUNT_CANDIDATES, execution, set);
  }

  async freeze(execution: ClosingExecution, set: ReferenceSet): Promise<FrozenCandidates> {
    return this.findGone(FREEZE_CANDIDATES, execution, set);
  }

  private async findGone(
    statement: string,
    { id, jobId, since }: ClosingExecution,
    set: ReferenceSet,
  ): Promise<FrozenCandidates> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return { active: 0, candidates: 0, missedBefore: 0 };
    const start = await this.session.row<{ active: number }>(ACTIVE_AT_START, [id, known.id]);
    const active = Math.max(0, start?.active ?? 0);
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
    const waiting = codeOf('awaiting_approval');
    const frozen = await this.session.row<Omit<GrantedCandidates, 'since'>>(FREEZE_GRANTED, [
      id,
      foundBy,
      since,
      waiting,
      jobId,
    ]);
    const { candidates = 0, due = 0 } = frozen ?? {};
    await this.settle(id, Math.ceil(due / CANDIDATES_PER_PAGE), 'changed_since');
    return { candidates, due, since };
  }

  async settle(executionId: ExecutionId, fromPage: number, verdict: CandidateVerdict): Promise<void> {
    await this.session.write(
      `update close_out_page set verdicts = array_fill($3::smallint, array[cardinality(reference_ids)])
       where execution_id = $1 and page_no >= $2`,
      [executionId, fromPage, codeOf(verdict)],
    );
  }

  async saveJudgement(judgement: CloseOutJudgement): Promise<void> {
    const { executionId, jobId, complete, reason, active, candidates, since, approvalId } = judgement;
    await this.session.write(
      `insert into close_out (execution_id, job_id, complete, reason, active, candidates, since, judged_at,
         approval_id)
       values ($1, $2, $3, $4, $5, $6, $7, engine_now(), $8)`,
      [executionId, jobId, complete, reason, active, candidates, since, approvalId ?? null],
    );
  }

  async find(executionId: ExecutionId): Promise<JudgedCloseOut | undefined> {
    const judged = await this.session.row<Omit<JudgedCloseOut, 'verdicts'>>(
      `select c.complete, c.reason, c.candidates, coalesce(c.approval_id, a.id) as "approvalId"
       from close_out c left join approval a on a.execution_id = c.execution_id where c.execution_id = $1`,
      [executionId],
    );
    if (judged === undefined) return undefined;
    const counted = await this.session.rows<{ code: number; count: number }>(
      `select v.code, count(*)::int as count from close_out_page p cross join unnest(p.verdicts) as v(code)
       where p.execution_id = $1 group by v.code`,
      [executionId],
    );
    const verdicts: Record<CandidateVerdict, number> = { ...NO_VERDICTS };
    for (const { code, count } of counted) {
      const verdict = CANDIDATE_VERDICTS[code];
      if (verdict !== undefined) verdicts[verdict] = count;
    }
    return { ...judged, verdicts };
  }

  async isJudged(executionId: ExecutionId): Promise<boolean> {
    const row = await this.session.row('select from close_out where execution_id = $1', [executionId]);
    return row !== undefined;
  }

  async compare(executionId: ExecutionId, set: ReferenceSet, examples: number): Promise<ListingDifference> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return NO_DIFFERENCE;
    const difference = await this.session.row<ListingDifference & Record<string, unknown>>(
      COMPARE_WITH_LISTING,
      [
        executionId,
        known.id,
        codeOf('inactivated'),
        outcomesThat(({ leavesActive }) => leavesActive).map((outcome) => String(codeOfOutcome(outcome))),
        examples,
      ],
    );
    return difference ?? NO_DIFFERENCE;
  }

  async findControl(executionId: ExecutionId): Promise<string | undefined> {
    const row = await this.session.row<{ externalId: string }>(LATEST_LISTED, [executionId]);
    return row?.externalId;
  }

  async candidates(executionId: ExecutionId, pageNo: number): Promise<readonly Candidate[]> {
    type Row = Omit<Candidate, 'observedAt'> & { readonly observedAt: Date };
    const rows = await this.session.rows<Row>(CANDIDATES_OF_PAGE, [executionId, pageNo]);
    return rows.map((row) => ({ ...row, observedAt: row.observedAt.toISOString() }));
  }

  async inactivate({ executionId, references, cause, observedAt }: Inactivation): Promise<void> {
    if (references.length === 0) return;
    await this.session.write(INACTIVATE_REFERENCES, [
      executionId,
      references.map(({ id }) => id),
      cause,
      observedAt,
    ]);
  }

  async saveVerdicts(
    executionId: ExecutionId,
    pageNo: number,
    verdicts: readonly CandidateVerdict[],
  ): Promise<void> {
    await this.session.write(
      'update close_out_page set verdicts = $3::smallint[] where execution_id = $1 and page_no = $2',
      [executionId, pageNo, verdicts.map((verdict) => String(codeOf(verdict)))],
    );
  }
}

const NO_DIFFERENCE: ListingDifference = {
  unlisted: 0,
  unlistedExamples: [],
  inactive: 0,
  inactiveExamples: [],
};

function codeOf(verdict: CandidateVerdict): number {
  return CANDIDATE_VERDICTS.indexOf(verdict);
}
