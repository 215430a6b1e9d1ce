import type { DeleteCeiling } from '../job/job.js';
import type { GoneWay } from '../page/source-record.js';

/** So long what was inactivated one by one counts against the ceiling of its job. */
export const ANNOUNCED_HOURS = 24;

/** Why a record is inactive that was found to be gone apart from a close-out. */
export const CAUSE_OF_WAY = {
  announced: 'announced',
  read: 'gone_when_asked',
  read_again: 'gone_when_asked',
} as const satisfies Record<GoneWay, string>;

/**
 * The fewest active records of which a job may inactivate so many unasked; undefined: however many there are, it may not. The inverse of
 * `ceilingOf`, so that a large type need not be counted to its end.
 */
export function leastActiveFor(gone: number, { percent, records }: DeleteCeiling): number | undefined {
  if (gone <= records) return 2 * gone;
  return percent === 0 ? undefined : Math.max(2 * gone, Math.ceil((gone * 100) / percent));
}
