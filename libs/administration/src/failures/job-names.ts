import type { JobId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Failures share few jobs: one look-up for each of those. */
export async function jobNamesOf(
  tx: Transaction,
  owned: readonly { readonly jobId: JobId }[],
): Promise<(jobId: JobId) => string> {
  const names = new Map<JobId, string>();
  for (const id of new Set(owned.map(({ jobId }) => jobId))) {
    const job = await tx.jobs.find(id);
    if (job !== undefined) names.set(id, job.name);
  }
  return (jobId) => names.get(jobId) ?? '';
}
