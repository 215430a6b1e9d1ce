import type { Figure } from './figure.js';

/** The figures of one round, of the present build and of the reference, measured one after the other. */
export interface Round {
  readonly present: readonly Figure[];
  readonly reference: readonly Figure[];
}

/** Present / reference of one figure over all rounds. */
export interface Ratio {
  readonly name: string;
  readonly unit: string;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Medians of both, for the reader. */
  readonly present: number;
  readonly reference: number;
}

/** Of the figures that both builds have, by their names. */
export function compareRounds(rounds: readonly Round[]): Ratio[] {
  const names = [...new Set(rounds.flatMap(({ present }) => present.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const pairs = rounds.flatMap((round) => {
      const [present, reference] = [valueOf(round.present, name), valueOf(round.reference, name)];
      return present === undefined || reference === undefined ? [] : [{ present, reference }];
    });
    if (pairs.length === 0) return [];
    const ratios = pairs.map(({ present, reference }) => present / reference);
    return [
      {
        name,
        unit: rounds[0]?.present.find((figure) => figure.name === name)?.unit ?? '',
        min: Math.min(...ratios),
        median: median(ratios),
        max: Math.max(...ratios),
        present: median(pairs.map(({ present }) => present)),
        reference: median(pairs.map(({ reference }) => reference)),
      },
    ];
  });
}

function valueOf(figures: readonly Figure[], name: string): number | undefined {
  return figures.find((figure) => figure.name === name)?.value;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export function showRatios(ratios: readonly Ratio[]): string {
  const width = Math.max(...ratios.map(({ name }) => name.length));
  const line = ({ name, unit, min, median: middle, max, present, reference }: Ratio) =>
    `${name.padEnd(width)}  ${[min, middle, max].map((ratio) => ratio.toFixed(3)).join(' / ')}  (${present} / ${reference} ${unit})`;
  const heading = `${'figure'.padEnd(width)}  present / reference: min / median / max  (medians of both)`;
  return [heading, ...ratios.map(line)].join('\n');
}
