import type { PlanView, RequestOf } from '@evenkeel/contracts-admin';
import { executionDue } from '@evenkeel/contracts-messages';
import {
  approvePlan,
  rejectPlan,
  startClock,
  type Execution,
  type Plan,
  type PlanDecision,
  type PlanId,
} from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { stopExecution } from '../executions/cancel-execution.js';
import { findPlan, viewPlan } from './show-plan.js';

interface Deciding {
  readonly decide: (plan: Plan, decision: PlanDecision) => Plan;
  /** What becomes of the run that waits; the execution if it ended by that. */
  readonly then: (
    tx: Transaction,
    execution: Execution,
    decision: PlanDecision,
  ) => Promise<Execution | undefined>;
}

/** Approves and rejects plans. A run that waits for the plan goes on, or is cancelled, in the same transaction. */
export class DecidePlanUseCase {
  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutionMetrics,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` or `request.plan_expired`. */
  approve(caller: Caller, { plan: id }: RequestOf<'approvePlan'>): Promise<PlanView> {
    return this.decide(caller, id, { decide: approvePlan, then: goOn });
  }

  /** Rejects with `request.wrong_state`. */
  reject(caller: Caller, { plan: id }: RequestOf<'rejectPlan'>): Promise<PlanView> {
    return this.decide(caller, id, { decide: rejectPlan, then: stopExecution });
  }

  private async decide(
    { tenantId, actor }: Caller,
    id: PlanId,
    { decide, then }: Deciding,
  ): Promise<PlanView> {
    const { view, ended } = await this.store.of(tenantId).transaction(async (tx) => {
      const { executionId } = await findPlan(tx, id);
      // The execution first, as everything that closes it does: otherwise two of them could wait for each other.
      const execution = await tx.executions.lock(executionId);
      const plan = await tx.plans.lock(id);
      if (plan === undefined) throw new Error(`Plan ${id} is gone although it was just there`);
      const decision = { actor, now: await tx.now() };
      const decided = decide(plan, decision);
      await tx.plans.save(decided);
      const waits = execution?.status === 'awaiting_approval';
      const stopped = waits ? await then(tx, execution, decision) : undefined;
      return { view: await viewPlan(tx, decided), ended: stopped };
    });
    if (ended !== undefined) this.metrics.countEnded(ended);
    this.log.info('plan decided', { planId: id, state: view.state, actor });
    return view;
  }
}

/** The time that it has left runs on. The coordinator plans what is to be read. */
async function goOn(tx: Transaction, execution: Execution, { now }: PlanDecision): Promise<undefined> {
  await tx.executions.save({ ...execution, ...startClock(execution, now), status: 'running' });
  await tx.outbox.add(executionDue, [{ executionId: execution.id }]);
  return undefined;
}
