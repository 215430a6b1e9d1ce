import type { ExecutionView } from '@evenkeel/contracts-http';
import type { Execution } from '@evenkeel/domain';

/** How far a run has come. The total is known for named records and once every page was read; else it is null, never 0. */
export function describeProgress(
  { phase, scope, status }: Pick<Execution, 'phase' | 'scope' | 'status'>,
  processed: number,
): ExecutionView['progress'] {
  const complete = status === 'completed' || status === 'completed_with_errors';
  const named = scope.kind === 'single' ? scope.externalIds.length : null;
  const total = complete ? processed : named;
  if (total === null) return { phase, processed, total, percentage: null };
  const percentage = total === 0 ? 100 : Math.min(100, Math.round((processed / total) * 1000) / 10);
  return { phase, processed, total, percentage };
}
