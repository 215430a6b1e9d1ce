import type { InactivationApprovalId } from '../ids.js';
import type { Execution } from '../execution/execution.js';
import { hasEnded } from '../execution/status.js';
import { NO_VERDICTS, type KeptVerdict, type VerdictCounts } from './candidate.js';

/** What a receipt says of the records that are gone, beside its counts. */
export interface CloseOutCounts {
  /** Whether the listing was proven to be complete; if not, nothing was inactivated and `reason` says why. */
  readonly complete: boolean;
  readonly reason: string | null;
  /** Records that were active before and that the listing no longer had. */
  readonly candidates: number;
  readonly inactivated: number;
  readonly kept: Readonly<Record<KeptVerdict, number>>;
  /** What a person has to decide, or has decided, of those that were too many. */
  readonly approvalId: InactivationApprovalId | null;
}

/** What the reconciler has decided once the listing had ended. */
export interface JudgedCloseOut {
  readonly complete: boolean;
  readonly reason: string | null;
  readonly candidates: number;
  /** Of the candidates that were decided on so far. */
  readonly verdicts: VerdictCounts;
  readonly approvalId: InactivationApprovalId | null;
}

/** Whether records can turn out to be gone by this execution: only by one that reads everything, and writes. */
export function closesOut({ lane, scope }: Pick<Execution, 'lane' | 'scope'>): boolean {
  return lane === 'bulk' && scope.kind === 'full';
}

/** As the receipt shows it; null where no record can turn out to be gone, or the listing still goes on. */
export function closeOutCounts(
  execution: Pick<Execution, 'lane' | 'scope' | 'status'>,
  judged: JudgedCloseOut | undefined,
): CloseOutCounts | null {
  if (judged === undefined && !(closesOut(execution) && hasEnded(execution.status))) return null;
  const { complete, reason, candidates, verdicts, approvalId } = judged ?? NEVER_JUDGED;
  const { inactivated, ...kept } = verdicts;
  return { complete, reason, candidates, inactivated, kept, approvalId };
}

const NEVER_JUDGED: JudgedCloseOut = {
  complete: false,
  reason: 'the run ended before its listing was judged',
  candidates: 0,
  verdicts: NO_VERDICTS,
  approvalId: null,
};
