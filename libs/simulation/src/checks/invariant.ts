import type { DeleteCeiling } from '@evenkeel/domain';
import type { ScriptedProvider } from '../workload/provider/scripted-provider.js';
import type { Snapshot } from './snapshot.js';

/** Two moments with at most one commit between them. */
export interface TwoMoments {
  readonly before: Snapshot;
  readonly now: Snapshot;
  /** Chunks of one lane that may be under way at once. */
  readonly perConnection: number;
}

/** The same, and what the provider knows. */
export interface Moments extends TwoMoments {
  readonly provider: ScriptedProvider;
  /** Records that a listing may give, by the contract of its job; null: it does not say. */
  readonly maxRecords: number | null;
  /** Of all jobs. */
  readonly deleteCeiling: DeleteCeiling;
}

/** Something that holds whatever happens. */
export interface Invariant<Seen extends TwoMoments = Moments> {
  /** The promise in words. */
  readonly says: string;
  /** Whether the step between these moments was one that could have broken it. */
  readonly isTested: (moments: Seen) => boolean;
  /** How it is broken, in words; undefined if it is not. */
  readonly find: (moments: Seen) => string | undefined;
}
