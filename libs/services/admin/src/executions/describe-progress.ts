import type { ExecutionView } from '@evenkeel/contracts-http';
import type { Execution } from '@evenkeel/domain';

/**
 * How far a run has come. The total is known for named records, for a stream that was cut by number, and once every page
 * was read; else it is null, never 0.
 */
export function describeProgress(
  { phase, scope, status, expected }: Pick<Execution, 'phase' | 'scope' | 'status' | 'expected'>,
  processed: number,
): ExecutionView['progress'] {
  const complete = status === 'completed' || status === 'completed_with_errors';
  const named = scope.kind === 'single' ? scope.externalIds.length : null;
  // The provider may have counted before the last record was made.
  const counted = expected === null ? null : Math.max(expected, processed);
  const total = complete ? processed : (named ?? counted);
  if (total === null) return { phase, processed, total, percentage: null };
  const percentage = total === 0 ? 100 : Math.min(100, Math.round((processed / total) * 1000) / 10);
  return { phase, processed, total, percentage };
}
