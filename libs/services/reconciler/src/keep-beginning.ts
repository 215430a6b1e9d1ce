import { startPlan, type Chunk, type Execution, type Plan } from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';

export interface Begun {
  readonly execution: Execution;
  readonly chunks: readonly Chunk[];
  readonly follows?: Plan | undefined;
  readonly now: Date;
}

/** Keeps the chunks of an execution that was just stored, with the plans that they are about, and tells of it. */
export async function keepBeginning(
  tx: Transaction,
  { execution, chunks, follows, now }: Begun,
): Promise<void> {
  const { plan, jobId } = execution;
  if (plan?.pairs && plan.kind !== 'preview') {
    const state = plan.kind === 'carry_out' ? 'approved' : 'planned';
    await tx.pairings.save({ jobId, planId: plan.planId, state });
  }
  if (plan && plan.kind !== 'carry_out') await tx.plans.insert(startPlan(plan.planId, execution, now));
  if (follows !== undefined) await tx.plans.save({ ...follows, carriedOutBy: execution.id });
  const [first] = chunks;
  if (first?.plan?.role === 'follow') await tx.plans.insert(startPlan(first.plan.movedInto, execution, now));
  await addChunks(tx, execution, chunks);
}
