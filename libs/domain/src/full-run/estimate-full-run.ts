import { hasReadAll, type FullExecution, type FullHistory } from './full-history.js';

/**
 * How long a full run takes, by the fastest that is known: a run that its provider held up says little of the next one. A run that
 * did not get everything is taken for a part of the records that are known. Null: no run says anything.
 */
export function estimateFullRunMs({
  fullRuns,
  recordsHere,
}: Pick<FullHistory, 'fullRuns' | 'recordsHere'>): number | null {
  const records = Math.max(recordsHere, ...fullRuns.filter(hasReadAll).map(({ fetched }) => fetched));
  const estimates = fullRuns.flatMap((run) => estimateBy(run, records));
  return estimates.length === 0 ? null : Math.min(...estimates);
}

function estimateBy(run: FullExecution, records: number): readonly number[] {
  const { durationMs, fetched } = run;
  if (durationMs === null) return [];
  if (hasReadAll(run)) return [durationMs];
  return fetched === 0 ? [] : [(durationMs / fetched) * Math.max(records, fetched)];
}
