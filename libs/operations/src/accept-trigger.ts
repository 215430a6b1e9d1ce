import { runRequested } from '@evenkeel/contracts-messages';
import type { Trigger } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Stores a trigger with the message that asks the reconciler for its run: it is accepted once the caller commits. */
export function acceptTrigger(tx: Transaction, trigger: Trigger): Promise<void> {
  return acceptTriggers(tx, [trigger]);
}

export async function acceptTriggers(tx: Transaction, triggers: readonly Trigger[]): Promise<void> {
  for (const trigger of triggers) await tx.triggers.insert(trigger);
  await tx.outbox.add(
    runRequested,
    triggers.map(({ id: triggerId, jobId }) => ({ triggerId, jobId })),
  );
}
