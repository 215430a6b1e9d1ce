import type { Chunk } from '../chunk/chunk.js';
import type { Execution } from '../execution/execution.js';
import { addCounts } from '../receipt/receipt.js';
import { countsForBreaker } from '../chunk/slice.js';
import type { JobContract } from './job.js';

/**
 * What a run that has read everything breaks of the contract of its job, in words; undefined: nothing. Only runs of the
 * whole stream are held against it, and of those that read what changed not the fewest records.
 */
export function findBreach(
  contract: JobContract,
  { lane, scope }: Pick<Execution, 'lane' | 'scope'>,
  chunks: readonly Chunk[],
): string | undefined {
  if (lane !== 'bulk' || (scope.kind !== 'full' && scope.kind !== 'incremental')) return undefined;
  const { fetched, outcomes } = addCounts(readOnce(chunks));
  const { maxRejectedPercent, minRecords, maxRecords } = contract;
  const gave = `The provider gave ${count(fetched)}`;
  const fewest = scope.kind === 'full' ? (minRecords ?? 0) : 0;
  if (fetched < fewest) return `${gave}; the contract of the job expects at least ${fewest}`;
  if (maxRecords !== null && fetched > maxRecords) {
    return `${gave}; the contract of the job expects at most ${maxRecords}`;
  }
  const wanted = fetched - outcomes.excluded;
  if (maxRejectedPercent !== null && outcomes.rejected * 100 > maxRejectedPercent * wanted) {
    const rejected = `${outcomes.rejected} of ${count(wanted)} were rejected`;
    return `${rejected}; the contract of the job allows ${maxRejectedPercent} %`;
  }
  return undefined;
}

/** What was tried again or looked for is not what the provider gave; and where a plan was carried out, it gave it twice. */
function readOnce(chunks: readonly Chunk[]): readonly Chunk[] {
  const judged = chunks.filter(({ slice }) => countsForBreaker(slice));
  const following = judged.filter(({ plan }) => plan?.role === 'follow');
  return following.length > 0 ? following : judged;
}

function count(records: number): string {
  return records === 1 ? '1 record' : `${records} records`;
}
