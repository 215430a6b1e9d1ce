import type { Labelled } from './labelled.js';

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Of the pairs that ended in one record, how many are one; of the pairs that are one, how many ended so. */
export function judgePairs(inputs: readonly Labelled[], recordOf: readonly string[]): Quality {
  const together = countPairs(recordOf);
  const same = countPairs(inputs.map(({ truth }) => String(truth)));
  const right = countPairs(inputs.map(({ truth }, nth) => `${truth} ${recordOf[nth]}`));
  const precision = together === 0 ? 1 : right / together;
  const recall = same === 0 ? 1 : right / same;
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function countPairs(labels: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
