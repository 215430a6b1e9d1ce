import {
  approvalCausesThat,
  closesOut,
  decideCloseOut,
  hasWritten,
  makeChunks,
  newInactivationApproval,
  pagesOfCandidates,
  planCloseOut,
  type InactivationApproval,
  type Chunk,
  type CloseOutDecision,
  type Execution,
  type ExecutionId,
  type ForeseenCandidates,
  type FrozenCandidates,
} from '@evenkeel/domain';
import { addChunks, loadListing, loadPinned, type LoadedExecution } from '@evenkeel/operations';
import { Ids, Logger, Store, type DueExecution, type Transaction } from '@evenkeel/ports';

const ENDED_BY_LISTING = approvalCausesThat(({ endsByListing }) => endsByListing);

/** Decides, once, what the listing of a run that has ended says about records that are no longer there. */
export class JudgeListing {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  async judge({ tenantId, executionId }: DueExecution): Promise<void> {
    const judged = await this.store.of(tenantId).transaction(async (tx) => {
      const execution = await tx.executions.lock(executionId);
      if (execution?.status !== 'running' || !closesOut(execution)) return undefined;
      if (await tx.closeOuts.isJudged(executionId)) return undefined;
      const chunks = await tx.chunks.ofExecution(executionId);
      if (!hasWritten(execution, chunks)) return undefined;
      if (!chunks.every(({ state }) => state === 'applied')) return undefined;
      return this.decideAndSave(tx, await loadPinned(tx, execution), chunks);
    });
    if (judged !== undefined) this.log.info('listing judged', { executionId, ...judged });
  }

  private async decideAndSave(
    tx: Transaction,
    { execution, job, references }: LoadedExecution,
    chunks: readonly Chunk[],
  ): Promise<FrozenCandidates & { readonly decision: CloseOutDecision['kind'] }> {
    const { id: executionId, jobId, startedAt } = execution;
    const { deleteCeiling } = job.definition;
    const since = startedAt ?? (await tx.now());
    const frozen = await tx.candidates.freeze({ id: executionId, jobId, since }, references);
    const { active, candidates } = frozen;
    const listing = await loadListing(tx, executionId);
    const decision = decideCloseOut(listing, frozen, deleteCeiling, await foreseenBy(tx, execution));
    const complete = decision.kind !== 'unproven';
    const reason = decision.kind === 'unproven' ? decision.reason : null;
    await tx.closeOuts.saveJudgement({ executionId, jobId, complete, reason, active, candidates, since });
    if (complete) await tx.inactivationApprovals.supersede(jobId, ENDED_BY_LISTING);
    if (complete && job.definition.links.some(({ required }) => required === true))
      await tx.parked.forgetUnlisted({ id: executionId, jobId, since });
    await giveVerdicts(tx, executionId, decision);
    if (decision.kind === 'ask')
      await tx.inactivationApprovals.insert(
        this.ask(execution, frozen, { ...decision, now: await tx.now() }),
      );
    const closing = await this.cutCloseOut(tx, execution, { chunks, decision, frozen });
    if (closing.length > 0) await tx.executions.save({ ...execution, phase: 'finalizing' });
    // Also where there are none: the coordinator waits for the judgement.
    await addChunks(tx, execution, closing);
    return { ...frozen, decision: decision.kind };
  }

  private ask(
    { id: executionId, tenantId, jobId }: Execution,
    { active }: FrozenCandidates,
    { due: candidates, ceiling, now }: Extract<CloseOutDecision, { readonly kind: 'ask' }> & { now: Date },
  ): InactivationApproval {
    const asked = { id: this.ids.next(), tenantId, jobId, executionId, cause: 'not_listed' } as const;
    return { ...newInactivationApproval({ ...asked, active, ceiling, requestedAt: now }), candidates };
  }

  /** The chunks that apply the decision. */
  private async cutCloseOut(
    tx: Transaction,
    execution: Execution,
    {
      chunks,
      decision,
      frozen,
    }: { chunks: readonly Chunk[]; decision: CloseOutDecision; frozen: FrozenCandidates },
  ): Promise<readonly Chunk[]> {
    if (decision.kind !== 'apply' || decision.due === 0) return [];
    const { reread } = decision.evidence;
    const control = reread ? ((await tx.closeOuts.findControl(execution.id)) ?? null) : null;
    const first = Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1;
    const pages = pagesOfCandidates(decision.due, frozen.missedBefore);
    const slices = planCloseOut(pages, { reread, control });
    const following = chunks.find((chunk) => chunk.plan?.role === 'follow');
    const plan = following?.plan ?? null;
    return makeChunks(execution, slices, { nextId: () => this.ids.next(), from: first, plan });
  }
}

/** What the plan that the run has carried out says of records that are gone. */
async function foreseenBy(tx: Transaction, { plan }: Execution): Promise<ForeseenCandidates | undefined> {
  const followed = plan ? await tx.plans.find(plan.planId) : undefined;
  return (
    followed && {
      candidates: followed.summary.counts.inactive_candidate,
      approved: followed.state === 'approved',
    }
  );
}

/** What is kept whatever is found later says so at once. */
async function giveVerdicts(
  tx: Transaction,
  executionId: ExecutionId,
  decision: CloseOutDecision,
): Promise<void> {
  if (decision.kind === 'unproven') return tx.candidates.giveVerdict(executionId, 0, 'unproven');
  // Those that are due come first, and no page holds both kinds.
  if (decision.kind === 'ask') await tx.candidates.giveVerdict(executionId, 0, 'awaiting_approval');
  if (decision.evidence.twice)
    await tx.candidates.giveVerdict(
      executionId,
      pagesOfCandidates(decision.due, decision.due),
      'once_missing',
    );
}
