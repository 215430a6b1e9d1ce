/**
 * Of the seeds 9,500,201 to 9,500,360 these few were chosen as `npm run simulate -- --seeds 160 --from 9500201 --cover` chooses, on 29 November
 * 2026. Of 377 pairs of a fault and an invariant they test 348, together with the kept ones, where 340 are needed: 370, which stood here
 * before, was wrong.
 */
export const COVERING_SEEDS: readonly number[] = [
  9_500_201, 9_500_203, 9_500_237, 9_500_239, 9_500_248, 9_500_263, 9_500_264, 9_500_266, 9_500_277,
  9_500_301, 9_500_304, 9_500_326, 9_500_330, 9_500_348,
];

/** What they cover at least of all pairs, although a statement more or less in the engine changes what happens in a seed. */
export const COVERED_SHARE = 0.9;
