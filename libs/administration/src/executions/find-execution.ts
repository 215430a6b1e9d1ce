import { SyncError, type Execution, type ExecutionId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Of an execution, or of the trigger that asked for it. Rejects with `request.not_found`. */
export async function findExecution(tx: Transaction, id: string): Promise<Execution> {
  return (await tx.executions.find(id)) ?? (await tx.executions.find(await askedFor(tx, id))) ?? unknown(id);
}

/** The same, locked until the end of the transaction. */
export async function lockExecution(tx: Transaction, id: string): Promise<Execution> {
  return (await tx.executions.lock(id)) ?? (await tx.executions.lock(await askedFor(tx, id))) ?? unknown(id);
}

/** The execution that answered a trigger: who asks for a run is told no other id. */
async function askedFor(tx: Transaction, triggerId: string): Promise<ExecutionId> {
  const trigger = await tx.triggers.find(triggerId);
  if (trigger === undefined) return unknown(triggerId);
  if (trigger.executionId !== null) return trigger.executionId;
  const how =
    trigger.state === 'accepted' ? 'has no execution yet' : `was ${trigger.state}, without an execution`;
  throw new SyncError('request.not_found', `The request ${triggerId} for a run ${how}`);
}

function unknown(id: string): never {
  throw new SyncError('request.not_found', `There is no execution ${id}`);
}
