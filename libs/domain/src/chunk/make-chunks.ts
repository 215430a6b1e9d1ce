import type { ChunkId } from '../ids.js';
import type { ChunkPlan } from '../preview/plan.js';
import type { Chunk } from './chunk.js';
import type { Slice } from './slice.js';
import type { Execution } from '../execution/execution.js';
import { NO_OUTCOMES } from '../receipt/outcome.js';

export interface ChunkMaking {
  readonly nextId: () => ChunkId;
  /** The ordinal of the first; default 0. */
  readonly from?: number;
  readonly plan?: ChunkPlan | null;
  /** None of them is handed out before this time. */
  readonly notBefore?: Date | null;
}

/** A chunk for each slice, planned and untouched. */
export function makeChunks(
  { id: executionId, epoch }: Pick<Execution, 'id' | 'epoch'>,
  slices: readonly Slice[],
  { nextId, from = 0, plan = null, notBefore = null }: ChunkMaking,
): readonly Chunk[] {
  return slices.map((slice, index) => ({
    id: nextId(),
    executionId,
    ordinal: from + index,
    epoch,
    state: 'planned',
    attempt: 0,
    leaseUntil: null,
    slice,
    cursor: null,
    pagesApplied: 0,
    fetched: 0,
    replayed: 0,
    outcomes: NO_OUTCOMES,
    bound: null,
    notBefore,
    plan,
  }));
}
