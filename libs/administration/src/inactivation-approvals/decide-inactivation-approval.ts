import type { InactivationApprovalView, GrantView, RequestOf } from '@evenkeel/contracts-admin';
import {
  grantInactivations,
  rejectInactivations,
  type InactivationApproval,
  type InactivationApprovalId,
} from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Ids, Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { viewTrigger } from '../runs/trigger-view.js';
import { unknownInactivationApproval, viewInactivationApproval } from './list-inactivation-approvals.js';

/** What a person says of records that are gone in a number that no run inactivates by itself. */
export class DecideInactivationApprovalUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Asks for the run that carries it out; doing it twice changes nothing. Rejects with `request.wrong_state`. */
  async grant(
    { tenantId, actor }: Caller,
    { approval: id }: RequestOf<'grantInactivationApproval'>,
  ): Promise<GrantView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const { jobId } = (await tx.inactivationApprovals.find(id)) ?? unknownInactivationApproval(id);
      // The job first, as everything that opens an execution does.
      const { active, queued } = await tx.executions.lockBulkOf(jobId);
      const approval = await lockInactivationApproval(tx, id);
      const underWay = active?.id ?? queued?.id;
      const granted = grantInactivations(approval, { actor, now: await tx.now(), underWay });
      if (granted === undefined)
        return { approval: await viewInactivationApproval(tx, approval), trigger: null };
      await tx.inactivationApprovals.save(granted);
      const trigger = await this.request(tx, granted, actor);
      return {
        approval: await viewInactivationApproval(tx, granted),
        trigger: await viewTrigger(tx, trigger),
      };
    });
    this.log.info('approval granted', { approvalId: id, actor });
    return view;
  }

  /** Doing it twice changes nothing. Rejects with `request.wrong_state`. */
  async reject(
    { tenantId, actor }: Caller,
    { approval: id, reason }: RequestOf<'rejectInactivationApproval'>,
  ): Promise<InactivationApprovalView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const approval = await lockInactivationApproval(tx, id);
      const rejected = rejectInactivations(approval, { actor, reason, now: await tx.now() });
      if (rejected !== undefined) await tx.inactivationApprovals.save(rejected);
      return viewInactivationApproval(tx, rejected ?? approval);
    });
    this.log.info('approval rejected', { approvalId: id, actor });
    return view;
  }

  private async request(tx: Transaction, { id: approvalId, jobId }: InactivationApproval, actor: string) {
    const id = this.ids.next();
    const named = { externalIds: null, mode: null, approvalId } as const;
    await acceptTrigger(tx, { id, jobId, kind: 'approval', actor, ...named });
    const trigger = await tx.triggers.find(id);
    if (trigger === undefined) throw new Error('A trigger that was just stored is not there');
    return trigger;
  }
}

async function lockInactivationApproval(
  tx: Transaction,
  id: InactivationApprovalId,
): Promise<InactivationApproval> {
  return (await tx.inactivationApprovals.lock(id)) ?? unknownInactivationApproval(id);
}
