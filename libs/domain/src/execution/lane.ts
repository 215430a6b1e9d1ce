/** `single` executions (named records) and previews run beside the one bulk execution a job may have. */
export const LANES = ['bulk', 'single', 'preview'] as const;
export type Lane = (typeof LANES)[number];
