/** One line of the benchmark: the median of several runs, with its spread, against its goal. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Null: it is there to explain another. */
  readonly goal: string | null;
  readonly met: boolean | null;
}

type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** `samples` are repetitions of the same measurement. */
export function figure(name: string, unit: string, samples: readonly number[], goal?: Goal): Figure {
  const sorted = [...samples].sort((left, right) => left - right);
  const [min, max] = [sorted[0] ?? NaN, sorted[sorted.length - 1] ?? NaN];
  const value = median(sorted);
  const shown = { name, value: round(value), unit, min: round(min), max: round(max) };
  if (goal === undefined) return { ...shown, goal: null, met: null };
  if ('atMost' in goal) return { ...shown, goal: `<= ${round(goal.atMost)}`, met: value <= goal.atMost };
  return { ...shown, goal: `>= ${round(goal.atLeast)}`, met: value >= goal.atLeast };
}

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

export function showFigures(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, min, max, goal, met }) => [
    name,
    `${value} ${unit}`,
    `${min} - ${max}`,
    goal ?? '',
    met === null ? '' : met ? 'met' : 'NOT MET',
  ]);
  const table = [['figure', 'median', 'min - max', 'goal', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
