import { executionDue } from '@evenkeel/contracts-messages';
import type { ExecutionId } from '@evenkeel/domain';
import { resumeEnded } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { ReadScope } from './read-scope.js';

/**
 * Lets the full run that is to go on do so; undefined: there is none. The caller holds the lock of the job, under which no bulk
 * execution of it is active: what resumed an execution since it was read would hold that, too.
 */
export async function resumeFull(
  tx: Transaction,
  { resumes, scopeNote = null }: Partial<ReadScope>,
): Promise<ExecutionId | undefined> {
  const ended = resumes === undefined ? undefined : await tx.executions.lock(resumes);
  if (ended === undefined) return undefined;
  await resumeEnded(tx, ended, { activeBulk: undefined, scopeNote });
  await tx.outbox.add(executionDue, [{ executionId: ended.id }]);
  return ended.id;
}
