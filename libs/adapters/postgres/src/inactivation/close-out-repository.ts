import {
  NO_VERDICTS,
  outcomesThat,
  type CandidateVerdict,
  type ErrorCode,
  type ExecutionId,
  type FailureId,
  type JudgedCloseOut,
  type ListedChunk,
  type JobId,
  type ListingDifference,
  type ListingRepeats,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { CloseOutJudgement, CloseOutRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { codeOfOutcome } from '../page/seen-codec.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import { DOUBT_LISTING, LONELY_TWINS, REPEATS_OF_LISTING } from './repeat-statements.js';
import { COMPARE_WITH_LISTING, LATEST_LISTED, LISTING_OF_EXECUTION } from './statements.js';
import { codeOfVerdict, verdictOfCode } from './verdicts.js';

export class PostgresCloseOutRepository implements CloseOutRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async listing(executionId: ExecutionId): Promise<readonly ListedChunk[]> {
    return this.session.rows<ListedChunk>(LISTING_OF_EXECUTION, [executionId]);
  }

  async repeats(executionId: ExecutionId): Promise<ListingRepeats> {
    const [repeats] = await this.session.rows<ListingRepeats>(REPEATS_OF_LISTING, [executionId]);
    return repeats!;
  }

  async doubt(executionId: ExecutionId, reason: string): Promise<void> {
    await this.session.write(DOUBT_LISTING, [executionId, reason]);
  }

  async lonelyTwins(
    { id, jobId }: { readonly id: ExecutionId; readonly jobId: JobId },
    set: ReferenceSet,
  ): Promise<readonly FailureId[]> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return [];
    const rows = await this.session.rows<{ id: string }>(LONELY_TWINS, [id, known.id, jobId, ID_TAKEN]);
    return rows.map((row) => row.id);
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

  async forget(executionId: ExecutionId): Promise<void> {
    await this.session.write(
      `with pages as (delete from close_out_page where execution_id = $1)
       delete from close_out where execution_id = $1`,
      [executionId],
    );
  }

  async find(executionId: ExecutionId): Promise<JudgedCloseOut | undefined> {
    const judged = await this.session.row<Omit<JudgedCloseOut, 'verdicts'>>(
      `select c.complete, c.reason, c.candidates, coalesce(c.approval_id, a.id) as "approvalId"
       from close_out c left join approval a on a.execution_id = c.execution_id and a.cause not in ('announced', 'deleted_there')
       where c.execution_id = $1`,
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
      const verdict = verdictOfCode(code);
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
        codeOfVerdict('inactivated'),
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
}

const ID_TAKEN: ErrorCode = 'record.id_taken';

const NO_DIFFERENCE: ListingDifference = {
  unlisted: 0,
  unlistedExamples: [],
  inactive: 0,
  inactiveExamples: [],
};
