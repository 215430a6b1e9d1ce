import { executionDue } from '@evenkeel/contracts-messages';
import { makeChunks, planDetails, type Chunk, type Execution } from '@evenkeel/domain';
import type { Ids, Transaction } from '@evenkeel/ports';

/**
 * Once an inventory has been listed, adds chunks that read the details of what is new or has another version. False where
 * nothing is to be read, or the chunks are there already.
 */
export async function readDetails(
  tx: Transaction,
  execution: Execution,
  { chunks, ids }: { readonly chunks: readonly Chunk[]; readonly ids: Ids },
): Promise<boolean> {
  if (chunks.some(({ state, slice }) => state !== 'applied' || slice.kind === 'details')) return false;
  const wanted = await tx.inventories.ofExecution(execution.id);
  const job = wanted.length === 0 ? undefined : await tx.jobs.find(execution.jobId, execution.jobRevision);
  if (job === undefined) return false;
  const slices = planDetails(wanted, job.definition.chunkSize);
  if (slices.length === 0) return false;
  const following = chunks.find((chunk) => chunk.plan?.role === 'follow');
  await tx.chunks.insert(
    makeChunks(execution, slices, {
      nextId: () => ids.next(),
      from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
      plan: following?.plan ?? null,
    }),
  );
  await tx.outbox.add(executionDue, [{ executionId: execution.id }]);
  return true;
}
