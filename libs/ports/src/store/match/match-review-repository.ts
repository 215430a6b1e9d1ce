import type { KeptApart, MatchReason, ReviewCause, ReviewState } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

interface Reviewed {
  readonly recordType: string;
  readonly rule: string;
  readonly score: number;
  readonly why: readonly MatchReason[];
  readonly cause: ReviewCause;
}

/** The record of a reference, and another one, or that of another reference, that a person has to look at. */
export interface OpenedReview extends Reviewed {
  readonly referenceId: string;
  readonly other: { readonly recordId: string } | { readonly referenceId: string };
}

export interface StoredReview extends Reviewed {
  readonly id: string;
  /** The older record. */
  readonly oneId: string;
  readonly otherId: string;
  readonly state: ReviewState;
  readonly openedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

export interface ReviewFilter {
  readonly recordType?: string;
  readonly state?: ReviewState;
}

export interface MatchReviewRepository {
  /** One that is open already is told anew. Two that a person has kept apart are for the caller to leave out. */
  open(reviews: readonly OpenedReview[]): Promise<void>;
  find(id: string): Promise<StoredReview | undefined>;
  lock(id: string): Promise<StoredReview | undefined>;
  list(filter: ReviewFilter, request: ListRequest): Promise<Listed<StoredReview>>;
  decide(id: string, state: ReviewState, actor: string): Promise<void>;
  /** The records have become one: reviews between them are closed, those with a third one are of the survivor. */
  follow(pairs: readonly { readonly absorbedId: string; readonly survivorId: string }[]): Promise<void>;
  /** Of these external ids, and of whatever presents a key in a set. */
  keptApart(
    names: readonly Pick<KeptApart, 'setId' | 'externalId'>[],
    presented: readonly { readonly setId: string; readonly key: string }[],
  ): Promise<readonly KeptApart[]>;
  /** Doing it twice changes nothing. */
  keepApart(pairs: readonly KeptApart[], actor: string): Promise<void>;
}
