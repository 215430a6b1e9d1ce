import { SyncError, type Execution, type ExecutionId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Rejects with `request.not_found`. */
export async function findExecution(tx: Transaction, id: ExecutionId): Promise<Execution> {
  return (await tx.executions.find(id)) ?? unknownExecution(id);
}

/** The same, locked until the end of the transaction. */
export async function lockExecution(tx: Transaction, id: ExecutionId): Promise<Execution> {
  return (await tx.executions.lock(id)) ?? unknownExecution(id);
}

function unknownExecution(id: ExecutionId): never {
  throw new SyncError('request.not_found', `There is no execution ${id}`);
}
