import type { ConflictEvent, ExecutionId, Proposal } from '@evenkeel/domain';

/** A conflict that a model is asked about now. */
export interface ClaimedProposal {
  readonly conflictId: string;
  readonly revision: number;
  /** How often a model was asked about this revision, this time included. */
  readonly attempt: number;
  /** The execution that found it; null: one of an earlier release. */
  readonly executionId: ExecutionId | null;
}

/** What became of asking. */
export interface NotedProposal {
  readonly conflictId: string;
  /** Of the conflict as it was asked about: another one is left as it is. */
  readonly revision: number;
  readonly proposal: Proposal;
  /** `again`: a model is asked again after so long, and `isFree` where this time does not count. `review`: it is for a person now. `decided`: it stays as it is. */
  readonly next:
    | { readonly kind: 'again'; readonly waitMs: number; readonly isFree?: boolean }
    | { readonly kind: 'review'; readonly history: readonly ConflictEvent[] }
    | { readonly kind: 'decided' };
}

/** What models propose of conflicts. */
export interface ProposalRepository {
  /** Takes so many whose time has come, for so long: then another one may take them. */
  claim(limit: number, leaseMs: number): Promise<readonly ClaimedProposal[]>;
  note(noted: NotedProposal): Promise<void>;
}
