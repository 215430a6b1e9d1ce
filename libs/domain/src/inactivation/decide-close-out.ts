import type { DeleteCeiling } from '../job/job.js';
import { decideEvidence, type Evidence } from './decide-evidence.js';
import { proveListing, type ListedChunk } from './prove-listing.js';

/** How many records a listing no longer had. */
export interface FrozenCandidates {
  /** References that were active when the run began. */
  readonly active: number;
  readonly candidates: number;
  /** Those of them that the complete listing before had missed already. */
  readonly missedBefore: number;
}

export type CloseOutDecision =
  /** The listing proves nothing: every candidate is kept. */
  | { readonly kind: 'unproven'; readonly reason: string }
  /** `due` candidates are carried out as far as the evidence holds; the others were missing once only. */
  | { readonly kind: 'apply'; readonly due: number; readonly evidence: Evidence }
  /** So many are due that a person has to say so. */
  | { readonly kind: 'ask'; readonly due: number; readonly ceiling: number; readonly evidence: Evidence };

/** What the plan that was carried out said of records that are gone. */
export interface ForeseenCandidates {
  readonly candidates: number;
  /** A person has seen that number and agreed. */
  readonly approved: boolean;
}

/** What follows from the candidates of a listing that has ended. */
export function decideCloseOut(
  chunks: readonly ListedChunk[],
  frozen: FrozenCandidates,
  ceiling: DeleteCeiling,
  foreseen?: ForeseenCandidates,
): CloseOutDecision {
  const proof = proveListing(chunks);
  if (!proof.complete) return { kind: 'unproven', reason: proof.reason };
  const evidence = decideEvidence(chunks, frozen);
  if (evidence === undefined) {
    const reason = 'entries of the listing came without an id, and records cannot be read by id';
    return { kind: 'unproven', reason };
  }
  const due = evidence.twice ? frozen.missedBefore : frozen.candidates;
  const most = mostOf(ceilingOf(ceiling, frozen.active), foreseen);
  return due > most ? { kind: 'ask', due, ceiling: most, evidence } : { kind: 'apply', due, evidence };
}

/** A plan is carried out as it was: more than it foresaw need a person, and what a person has agreed to needs none. */
function mostOf(ceiling: number, foreseen: ForeseenCandidates | undefined): number {
  if (foreseen === undefined) return ceiling;
  return foreseen.approved ? foreseen.candidates : Math.min(ceiling, foreseen.candidates);
}

/** How many records a run may inactivate by itself: the larger of the share and the number, and never more than half of what is active. */
export function ceilingOf({ percent, records }: DeleteCeiling, active: number): number {
  return Math.min(Math.floor(active / 2), Math.max(Math.floor((active * percent) / 100), records));
}
