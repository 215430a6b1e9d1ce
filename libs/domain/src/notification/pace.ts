/** How long a run took and what it read. */
export interface RunPace {
  readonly durationMs: number;
  readonly fetched: number;
}

/** Fewer say nothing about what is usual. */
const LEAST_RUNS = 5;
/** A run of few records takes its time for other things than records. */
const LEAST_RECORDS = 100;
const TIMES_SLOWER = 2;
/** Of runs shorter than that it does not matter. */
const LEAST_DURATION_MS = 60_000;

/** How many times slower than the median of the runs before a run was, by record; null: not so much that it would be told, or that is not known. */
export function timesSlower(run: RunPace, before: readonly RunPace[]): number | null {
  if (run.durationMs < LEAST_DURATION_MS || before.length < LEAST_RUNS) return null;
  const usual = medianOf(before.map(msPerRecord));
  const times = usual === 0 ? 0 : msPerRecord(run) / usual;
  return times >= TIMES_SLOWER ? Math.round(times * 10) / 10 : null;
}

function msPerRecord({ durationMs, fetched }: RunPace): number {
  return durationMs / Math.max(fetched, LEAST_RECORDS);
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
