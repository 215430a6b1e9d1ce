/** In the order in which a run passes them. */
export const PHASES = ['planning', 'fetching', 'pushing', 'applying', 'retrying', 'finalizing'] as const;
export type Phase = (typeof PHASES)[number];
