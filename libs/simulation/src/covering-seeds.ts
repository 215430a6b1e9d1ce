/**
 * Of the seeds 9,300,001 to 9,300,100 these few tested 281 of the 299 pairs of a fault and an invariant: `npm run simulate -- --seeds 100
 * --from 9300001 --cover` on 29 November 2026.
 */
export const COVERING_SEEDS: readonly number[] = [
  9_300_014, 9_300_035, 9_300_038, 9_300_055, 9_300_062, 9_300_081, 9_300_085, 9_300_087, 9_300_098,
  9_300_100,
];

/** What they cover at least of all pairs, although a statement more or less in the engine changes what happens in a seed. */
export const COVERED_SHARE = 0.9;
