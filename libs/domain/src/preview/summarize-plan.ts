import type { Chunk } from '../chunk/chunk.js';
import { addDerived, hasDerived } from '../derive/derive-rule.js';
import { sliceMeaning } from '../chunk/slice.js';
import type { BucketCounts } from './bucket.js';
import type { PlanSummary, PlanWarning } from './plan.js';

export interface PlanSums {
  /** Of the listing. */
  readonly pages: number;
  readonly counts: BucketCounts;
  /** Records that have to be read by their id, because an inventory listed them. */
  readonly details: number;
}

/** What the plan was made of; left out: everything that is listed. */
export interface PlannedReading {
  /** Records that a run may inactivate by itself; left out: any number. */
  readonly deleteCeiling?: number;
  /** All was asked for, and not only what changed. */
  readonly isFull?: boolean;
}

/** What is said of a plan once its listing has come to its end. */
export function summarizePlan(
  { pages, counts, details }: PlanSums,
  chunks: readonly Pick<Chunk, 'slice' | 'bound' | 'derived'>[],
  reading: PlannedReading = {},
): PlanSummary {
  const read = chunks.filter(({ slice }) => slice.kind !== 'push');
  const listing = read.filter(({ slice }) => !sliceMeaning(slice).isRepair);
  const derived = addDerived(chunks.flatMap((chunk) => chunk.derived ?? []));
  const sent = counts.created_there + counts.changed_there + counts.deleted_there;
  return {
    ...(hasDerived(derived) && { derived }),
    counts,
    pages,
    // The listing is read again, a page a call; what failed before is read record by record, and what is sent takes a call for each where none is for several.
    providerCalls: pages - (read.length - listing.length) + counts.retry + details + sent,
    warnings: warningsOf(counts, pages, reading),
    bounds: listing.map(({ bound }) => bound),
  };
}

function warningsOf(
  counts: BucketCounts,
  pages: number,
  { deleteCeiling = Infinity, isFull = true }: PlannedReading,
): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const paired = counts.paired + counts.paired_differing + counts.ambiguous;
  const listed = counts.new + counts.changed + counts.unchanged + counts.excluded + counts.rejected + paired;
  // That nothing has changed is no news.
  if (isFull && pages > 0 && listed + counts.retry === 0) {
    warnings.push({ code: 'nothing_listed', message: 'The provider listed no record at all' });
  }
  if (counts.rejected > 0) {
    warnings.push({
      code: 'rejected',
      message: `${counts.rejected} of ${listed} records could not be applied: their changes say why`,
    });
  }
  if (counts.inactive_candidate > deleteCeiling) {
    warnings.push({
      code: 'over_delete_ceiling',
      message: `${counts.inactive_candidate} records were not listed, more than the ${deleteCeiling} that a run may take for gone by itself`,
    });
  }
  return warnings;
}
