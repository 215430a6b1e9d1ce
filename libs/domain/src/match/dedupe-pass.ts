/** First everything is only looked at; then what was shown is merged. */
export const DEDUPE_PHASES = ['preview', 'merge'] as const;
export type DedupePhase = (typeof DEDUPE_PHASES)[number];

/** `ready`: its preview is done and waits to be confirmed. */
export const DEDUPE_STATES = ['running', 'ready', 'paused', 'completed', 'cancelled', 'failed'] as const;
export type DedupeState = (typeof DEDUPE_STATES)[number];

/** Stored records that are held against the match rules of their type. */
export interface DedupePass {
  readonly id: string;
  readonly recordType: string;
  /** Only records with a reference of this job's stream; null: all of the type. */
  readonly jobId: string | null;
  readonly phase: DedupePhase;
  readonly state: DedupeState;
  /** Grows with whatever a person does to it. */
  readonly revision: number;
  /** A digest of the match settings that it goes by. */
  readonly keysOf: string;
  /** The record behind which it goes on, and the last that it looks at. */
  readonly after: string;
  readonly until: string;
  /** Of the phase that it is in. */
  readonly counts: DedupeCounts;
  /** What its preview came to; null: that is not done. */
  readonly previewed: DedupeCounts | null;
  readonly actor: string;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
  /** Why it failed; null: it did not. */
  readonly problem: string | null;
}

/** What became of a record; of several the first. `moved`: it would be merged by now, and its preview did not show that. */
export const DEDUPE_OUTCOMES = ['merged', 'moved', 'inReview', 'keptApart', 'unchanged'] as const;
export type DedupeOutcome = (typeof DEDUPE_OUTCOMES)[number];

/** What was compared is the sum of all others. */
export type DedupeCounts = Readonly<Record<DedupeOutcome | 'compared', number>>;

export const NOTHING_COMPARED: DedupeCounts = {
  ...{ compared: 0, merged: 0, moved: 0, inReview: 0, keptApart: 0, unchanged: 0 },
};

export function addCompared(counts: DedupeCounts, outcomes: readonly DedupeOutcome[]): DedupeCounts {
  const sums = { ...counts, compared: counts.compared + outcomes.length };
  for (const outcome of outcomes) sums[outcome] += 1;
  return sums;
}

export type DedupeMove = 'confirm' | 'pause' | 'resume' | 'cancel';

/** From which states a person may do what, and where that leads. */
const MOVES: Readonly<Record<DedupeMove, Partial<Record<DedupeState, DedupeState>>>> = {
  confirm: { ready: 'running' },
  pause: { running: 'paused' },
  resume: { paused: 'running' },
  cancel: { running: 'cancelled', ready: 'cancelled', paused: 'cancelled' },
};

/** The run after a person did that; undefined: it is in no state for it. */
export function moveDedupe(run: DedupePass, move: DedupeMove, now: Date): DedupePass | undefined {
  const state = MOVES[move][run.state];
  if (state === undefined) return undefined;
  const moved = { ...run, state, revision: run.revision + 1 };
  if (move === 'cancel') return { ...moved, endedAt: now };
  if (move !== 'confirm') return moved;
  return { ...moved, phase: 'merge', after: '0', previewed: run.counts, counts: NOTHING_COMPARED };
}

/** The run once this was looked at. `last`: the last record of these; undefined: there was none left. */
export function advanceDedupe(
  run: DedupePass,
  {
    outcomes,
    last,
    now,
  }: { readonly outcomes: readonly DedupeOutcome[]; readonly last?: string | undefined; readonly now: Date },
): DedupePass {
  const counts = addCompared(run.counts, outcomes);
  if (last !== undefined) return { ...run, counts, after: last };
  if (run.phase === 'preview') return { ...run, counts, state: 'ready', revision: run.revision + 1 };
  return { ...run, counts, state: 'completed', endedAt: now };
}
