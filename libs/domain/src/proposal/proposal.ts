import type { Version } from '../record/version.js';
import type { FieldDecision } from '../conflict/conflict.js';

interface ProposalOutcomeMeaning {
  /** For people. */
  readonly does: string;
  /** Whether the conflict is left to a person. */
  readonly isForReview: boolean;
}

/** What became of asking a model about a conflict. */
export const PROPOSAL_OUTCOMES = {
  waiting: { does: 'It is asked later.', isForReview: false },
  applied: { does: 'It was sure enough, and its answer is the decision.', isForReview: false },
  proposed: { does: 'It answered, and a person decides.', isForReview: true },
  refused: { does: 'It answered what it may not.', isForReview: true },
  failed: { does: 'It gave no answer that can be read.', isForReview: true },
  not_asked: { does: 'It may not be asked about this.', isForReview: true },
} as const satisfies Readonly<Record<string, ProposalOutcomeMeaning>>;

export type ProposalOutcome = keyof typeof PROPOSAL_OUTCOMES;

/** What a model says of one field. */
export interface FieldProposal {
  readonly choice: FieldDecision;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
}

/** What a model was asked about a conflict last, and what it answered. */
export interface Proposal {
  readonly outcome: ProposalOutcome;
  /** Why it is not applied; null where it is. */
  readonly cause: string | null;
  /** The name of the model; null: none was there to be asked. */
  readonly model: string | null;
  /** What it was made from. */
  readonly revision: number;
  readonly remoteVersion: Version | null;
  /** ISO 8601. */
  readonly at: string;
  /** By path; empty where there is no answer that can be taken. */
  readonly fields: Readonly<Record<string, FieldProposal>>;
}
