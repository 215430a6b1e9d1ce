/**
 * Of the seeds 1 to 250 these few tested 208 of the 210 pairs of a fault and an invariant: `npm run simulate -- --seeds 250 --cover` on
 * 28 November 2026. The two that none tested: another try of an execution after a leap of time, a due slot after a week.
 */
export const COVERING_SEEDS: readonly number[] = [17, 66, 75, 112, 138, 203, 220, 236];

/** What they cover at least of all pairs, although a statement more or less in the engine changes what happens in a seed. */
export const COVERED_SHARE = 0.9;
