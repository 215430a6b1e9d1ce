/**
 * `single` executions (few named records), previews and repairs (many records that failed or waited) run beside the one bulk execution a
 * job may have. All but the single ones have the places of bulk work.
 */
export const LANES = ['bulk', 'single', 'preview', 'repair'] as const;
export type Lane = (typeof LANES)[number];
