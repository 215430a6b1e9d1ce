import { findBreach, JOB_DEFAULTS, type Chunk, type Execution } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** What an execution that has read everything breaks of the contract that its job had when it began. */
export async function readBreach(
  tx: Transaction,
  execution: Pick<Execution, 'jobId' | 'jobRevision' | 'lane' | 'scope'>,
  chunks: readonly Chunk[],
): Promise<string | undefined> {
  const job = await tx.jobs.find(execution.jobId, execution.jobRevision);
  return findBreach(job?.definition.contract ?? JOB_DEFAULTS.contract, execution, chunks);
}
