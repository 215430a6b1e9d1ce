/** `full`: all records. `incremental`: those changed since the last successful run. */
export const JOB_MODES = ['full', 'incremental'] as const;
export type JobMode = (typeof JOB_MODES)[number];
