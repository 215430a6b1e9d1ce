/**
 * Of the seeds 9,500,201 to 9,500,360 these few tested, together with the kept ones, 362 of the 377 pairs of a fault and an invariant, on 29
 * November 2026. They were chosen as `npm run simulate -- --seeds 160 --from 9500201 --cover` chooses.
 */
export const COVERING_SEEDS: readonly number[] = [
  9_500_230, 9_500_237, 9_500_255, 9_500_261, 9_500_264, 9_500_265, 9_500_305, 9_500_328, 9_500_333,
  9_500_341,
];

/** What they cover at least of all pairs, although a statement more or less in the engine changes what happens in a seed. */
export const COVERED_SHARE = 0.9;
