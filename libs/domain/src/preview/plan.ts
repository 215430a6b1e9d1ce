import type { ExecutionId, JobId, PlanId, TenantId } from '../ids.js';
import type { DerivedCounts } from '../derive/derive-rule.js';
import type { Slice } from '../chunk/slice.js';
import type { Scope } from '../execution/scope.js';
import type { Watermark } from '../watermark/watermark.js';
import type { BucketCounts } from './bucket.js';

/** How long a plan may be carried out. */
export const PLAN_LIFE_MS = 24 * 60 * 60 * 1000;
/** Changes that are kept in full, field by field. */
export const CHANGES_KEPT = 1_000;

/**
 * `making`: its listing is still read. `ready`: may be carried out. `awaiting_approval`: a run waits for a person to
 * approve it. `failed`: the run that made it ended before it was made; a resume of that goes on with it. `rejected` and
 * `carried_out` are final.
 */
export const PLAN_STATES = [
  'making',
  'failed',
  'ready',
  'awaiting_approval',
  'approved',
  'rejected',
  'carried_out',
] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export interface PlanWarning {
  readonly code: 'nothing_listed' | 'rejected' | 'over_delete_ceiling' | 'contract' | 'ambiguous' | 'unkeyed';
  readonly message: string;
}

export interface PlanSummary {
  readonly counts: BucketCounts;
  /** What would be derived of parts of the records; absent or null: nothing. */
  readonly derived?: DerivedCounts | null;
  /** Pages of the listing. */
  readonly pages: number;
  /** Calls that carrying it out takes. */
  readonly providerCalls: number;
  readonly warnings: readonly PlanWarning[];
  /** Where each part of the listing may be read on from once the plan was carried out. */
  readonly bounds: readonly (Watermark | null)[];
  /** Whether it says which records of both sides are one. */
  readonly pairs?: true;
  /** Why it could not be made. */
  readonly failure?: string;
}

/** What a run would do, frozen: each record's bucket and short hashes, the first changes in full. */
export interface Plan {
  readonly id: PlanId;
  readonly tenantId: TenantId;
  readonly jobId: JobId;
  readonly jobRevision: number;
  /** The execution that made it. */
  readonly executionId: ExecutionId;
  /** The one that carries it out, or did. */
  readonly carriedOutBy: ExecutionId | null;
  readonly scope: Scope;
  /** The parts into which its listing was cut; carrying it out cuts it alike. */
  readonly slices: readonly Slice[];
  readonly state: PlanState;
  readonly summary: PlanSummary;
  /** Who approved or rejected it. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** How an execution has to do with a plan. */
export interface ExecutionPlan {
  /** `preview`: makes it and nothing else. `approval`: makes it, waits, and carries it out. `carry_out`: takes one there is. */
  readonly kind: 'preview' | 'approval' | 'carry_out';
  readonly planId: PlanId;
  /** Whether it is about which records of both sides are one. */
  readonly pairs?: true;
}

/** How the pages of a chunk have to do with a plan: they go into it, or are held against it. */
export type ChunkPlan =
  | { readonly role: 'make'; readonly planId: PlanId; readonly pairs?: true }
  /** What has moved since goes into a plan of its own, `movedInto`. */
  | {
      readonly role: 'follow';
      readonly planId: PlanId;
      readonly movedInto: PlanId;
      readonly pairs?: true;
    };
