import type { Chunk } from '../chunk/chunk.js';
import { isListing, type Slice } from '../chunk/slice.js';
import type { Execution } from '../execution/execution.js';
import type { Direction } from '../job/job.js';
import { hasWritten } from './decide-follow-up.js';
import type { Plan } from './plan.js';

/** A run that both reads and writes looks at this, part by part, before its plan is made. */
const PARTS = {
  keys: { kind: 'push', select: 'keys' },
  listing: { kind: 'whole' },
  all: { kind: 'push', select: 'all' },
  changed: { kind: 'push', select: 'changed' },
} as const satisfies Record<string, Slice>;

/** What the first chunks of a plan look at: where records of both sides are to be found to be one, those here come first. */
export function firstForeseen(listed: readonly Slice[], isPairing: boolean): readonly Slice[] {
  return isPairing ? [PARTS.keys] : listed;
}

/**
 * What else the plan of an execution is to look at once its chunks have reached their end: what a push would send after what was listed. Empty: nothing, the plan is
 * made, or there is none to be made.
 */
export function planForesight(
  execution: Pick<Execution, 'plan'>,
  chunks: readonly Pick<Chunk, 'plan' | 'slice'>[],
  direction: Direction,
): readonly Slice[] {
  const { plan } = execution;
  const making = chunks.filter((chunk) => chunk.plan?.role === 'make').map(({ slice }) => slice);
  if (!plan || plan.kind === 'carry_out') return [];
  // One that only writes reads to find out which records are one, and for nothing else.
  if (direction !== 'bidirectional' && plan.pairs !== true) return [];
  if (plan.kind === 'approval' && hasWritten(execution, chunks)) return [];
  if (!making.some(isListing)) return plan.pairs === true ? [PARTS.listing] : [];
  if (making.some((slice) => slice.kind === 'push' && slice.select !== 'keys')) return [];
  return [plan.pairs === true ? PARTS.all : PARTS.changed];
}

/** What carrying a plan out begins with. What is pushed by a job that also reads is found out again once that is done. */
export function followedSlices({ slices }: Pick<Plan, 'slices'>): readonly Slice[] {
  return slices.some(isListing) ? slices.filter(({ kind }) => kind !== 'push') : slices;
}
