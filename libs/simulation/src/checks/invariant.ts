import type { DeleteCeiling } from '@evenkeel/domain';
import type { ScriptedProvider } from '../workload/provider/scripted-provider.js';
import type { Snapshot } from './snapshot.js';

/** Two moments with at most one commit between them, and what the provider knows. */
export interface Moments {
  readonly before: Snapshot;
  readonly now: Snapshot;
  readonly provider: ScriptedProvider;
  /** Chunks of one lane that may be under way at once. */
  readonly perConnection: number;
  /** Records that a listing may give, by the contract of its job; null: it does not say. */
  readonly maxRecords: number | null;
  /** Of all jobs. */
  readonly deleteCeiling: DeleteCeiling;
}

/** Something that holds whatever happens. */
export interface Invariant {
  /** The promise in words. */
  readonly says: string;
  /** Whether the step between these moments was one that could have broken it. */
  readonly isTested: (moments: Moments) => boolean;
  /** How it is broken, in words; undefined if it is not. */
  readonly find: (moments: Moments) => string | undefined;
}
