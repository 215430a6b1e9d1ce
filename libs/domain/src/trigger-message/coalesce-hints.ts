import type { JobId } from '../ids.js';

/** Records that one run of named records takes because of messages. */
export const MOST_HINTED = 100;

/** That a job is to read these records; `from`: the message that says so. */
export interface RecordHint {
  readonly jobId: JobId;
  readonly externalIds: readonly string[];
  readonly from: number;
}

/** One run that several messages ask for. */
export interface HintedTrigger {
  readonly jobId: JobId;
  /** Each once, in the order in which they were named first. */
  readonly externalIds: readonly string[];
  /** The messages that named one of them. */
  readonly from: readonly number[];
}

/** The fewest runs that read each hinted record once, with at most `most` records each. */
export function coalesceHints(hints: readonly RecordHint[], most = MOST_HINTED): readonly HintedTrigger[] {
  const byJob = new Map<JobId, Map<string, Set<number>>>();
  for (const { jobId, externalIds, from } of hints) {
    const named = byJob.get(jobId) ?? new Map<string, Set<number>>();
    byJob.set(jobId, named);
    for (const id of externalIds) named.set(id, (named.get(id) ?? new Set()).add(from));
  }
  return [...byJob].flatMap(([jobId, named]) => runsOf(jobId, [...named], most));
}

function runsOf(
  jobId: JobId,
  named: readonly (readonly [string, ReadonlySet<number>])[],
  most: number,
): readonly HintedTrigger[] {
  const runs = Math.ceil(named.length / most);
  return Array.from({ length: runs }, (_, nth) => {
    const part = named.slice(nth * most, (nth + 1) * most);
    const from = new Set(part.flatMap(([, messages]) => [...messages]));
    return { jobId, externalIds: part.map(([id]) => id), from: [...from] };
  });
}
