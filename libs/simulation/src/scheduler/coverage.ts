import { INVARIANTS } from '../checks/invariants.js';
import { FAULTS, type Fault } from '../world/world-profile.js';

/** A fault, and an invariant that was tested after it. */
export function coverageOf(fault: Fault, says: string): string {
  return `${fault}: ${says}`;
}

/** All there is to cover: each invariant after each fault. */
export const TO_COVER: readonly string[] = FAULTS.flatMap((fault) =>
  INVARIANTS.map(({ says }) => coverageOf(fault, says)),
);

/** A seed that was played. */
export interface Covering {
  readonly seed: number;
  readonly steps: number;
  readonly covered: ReadonlySet<string>;
}

/** Seeds that together cover all that any of these cover, chosen greedily by what each step adds; and what none covers. */
export function chooseCovering(all: readonly Covering[]): {
  readonly seeds: readonly number[];
  readonly left: readonly string[];
} {
  const left = new Set(TO_COVER);
  const seeds: number[] = [];
  for (;;) {
    const gain = ({ covered, steps }: Covering) =>
      [...covered].filter((pair) => left.has(pair)).length / steps;
    const [best] = [...all].sort((one, other) => gain(other) - gain(one));
    if (best === undefined || gain(best) === 0)
      return { seeds: seeds.sort((a, b) => a - b), left: [...left] };
    seeds.push(best.seed);
    for (const pair of best.covered) left.delete(pair);
  }
}
