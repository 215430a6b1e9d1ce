import type { FailureId, InactivationApprovalId } from '../ids.js';
import type { PushSlice } from '../chunk/slice.js';
import type { Watermark } from '../watermark/watermark.js';

/** The time that a backfill is about, ISO 8601 in UTC: changes not before `from` and not after `to`. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** What an execution reads. */
export type Scope =
  | { readonly kind: 'full' }
  | {
      readonly kind: 'incremental';
      readonly since: Watermark;
      /** Set where a person named the time: it says nothing of how far the job has read. */
      readonly backfill?: Period;
      /** Left behind by earlier runs and tried again beside what changed. */
      readonly failureIds?: readonly FailureId[];
    }
  /** Only records that earlier runs left behind. */
  | { readonly kind: 'partial'; readonly failureIds: readonly FailureId[] }
  | {
      readonly kind: 'single';
      readonly externalIds: readonly string[];
      /** Kept deliveries that say what these records hold, or that they are gone; left out: the provider is asked. */
      readonly deliveryIds?: readonly string[];
    }
  /** Records of the store, of a job that goes out. */
  | ({ readonly kind: 'push' } & Omit<PushSlice, 'kind'>)
  /** Records that an earlier run found to be gone, and a person said that they may be inactivated. */
  | { readonly kind: 'approval'; readonly approvalId: InactivationApprovalId };
