import type { WorldProfile } from '../../world/world-profile.js';

/** Side by side, for deliveries ask for runs beside people. */
const LEAST_RUNS = 8;
/** As often as all others together. */
const DELIVERIES = 100;

/** What a world of a seed is like where its provider sends deliveries: else as the seed draws it. */
export function toldProfile({ mostRuns, weights }: WorldProfile): Partial<WorldProfile> {
  return {
    isTold: true,
    mostRuns: Math.max(mostRuns, LEAST_RUNS),
    weights: { ...weights, delivery: DELIVERIES },
  };
}
