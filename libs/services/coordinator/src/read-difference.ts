import { closesOut, describeDifference, hasWritten, type Chunk, type Execution } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Enough to see what kind of records they are. */
const EXAMPLES = 5;

/** In what the active records of a full run that was judged are not those that it has listed, in words. */
export async function readDifference(
  tx: Transaction,
  execution: Execution,
  chunks: readonly Chunk[],
): Promise<string | undefined> {
  if (!closesOut(execution) || !hasWritten(execution, chunks)) return undefined;
  const job = await tx.jobs.find(execution.jobId, execution.jobRevision);
  if (job === undefined) return undefined;
  const { connectionId, definition } = job;
  const set = { connectionId, stream: definition.stream, recordType: definition.recordType };
  return describeDifference(await tx.closeOuts.compare(execution.id, set, EXAMPLES));
}
