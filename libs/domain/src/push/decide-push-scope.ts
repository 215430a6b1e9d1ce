import type { Scope } from '../execution/scope.js';
import type { Job } from '../job/job.js';
import type { JobMode } from '../job/job-mode.js';
import type { Trigger } from '../trigger/trigger.js';

/**
 * What a run of a job that goes out writes. One that has not pushed everything under its present mapping and filter does so: before
 * that no change of its records was kept for it, or what was sent of them was another.
 */
export function decidePushScope(
  { definition }: Pick<Job, 'definition'>,
  request: Pick<Trigger, 'externalIds' | 'failureIds'> & { readonly mode: JobMode | null },
  hasPushedAll: boolean,
): Scope {
  const { failureIds, externalIds, mode } = request;
  if (failureIds) return { kind: 'push', select: 'failed', failureIds };
  if (externalIds !== null) return { kind: 'push', select: 'named', externalIds };
  const isFull = (mode ?? definition.mode) === 'full' || !hasPushedAll;
  return { kind: 'push', select: isFull ? 'all' : 'changed' };
}
