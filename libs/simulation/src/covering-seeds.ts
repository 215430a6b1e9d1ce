/**
 * Of the seeds 9,500,215 to 9,500,274 these few were chosen as `npm run simulate -- --seeds 60 --from 9500215 --cover` chooses, in the evening of 30 November
 * 2026. Of 416 pairs of a fault and an invariant they test 407, where 90 % are needed.
 */
export const COVERING_SEEDS: readonly number[] = [
  9_500_215, 9_500_230, 9_500_232, 9_500_233, 9_500_237, 9_500_238, 9_500_250, 9_500_251, 9_500_254,
  9_500_255, 9_500_256, 9_500_257, 9_500_261, 9_500_270,
];

/** What they cover at least of all pairs, although a statement more or less in the engine changes what happens in a seed. */
export const COVERED_SHARE = 0.9;
