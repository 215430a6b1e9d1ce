/**
 * Of the seeds 9,500,201 to 9,500,330 these few were chosen as `npm run simulate -- --seeds 130 --from 9500201 --cover` chooses, on 30 November
 * 2026. Of 377 pairs of a fault and an invariant they test 373, where 90 % are needed.
 */
export const COVERING_SEEDS: readonly number[] = [
  9_500_215, 9_500_230, 9_500_231, 9_500_232, 9_500_237, 9_500_257, 9_500_270, 9_500_277, 9_500_301,
  9_500_302, 9_500_303, 9_500_304, 9_500_306, 9_500_308,
];

/** What they cover at least of all pairs, although a statement more or less in the engine changes what happens in a seed. */
export const COVERED_SHARE = 0.9;
