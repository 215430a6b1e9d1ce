import type { WorldProfile } from '../world/world-profile.js';

/** Runs come to their end one after the other, and nothing goes wrong but what a mechanism adds. */
export const UNDISTURBED: Partial<WorldProfile> = {
  faultySteps: 800,
  eventRate: 0.06,
  mostRuns: 0,
  contention: 0,
  moreRecords: 2,
  providerErrors: 0,
  slowAnswers: 0,
  scheduleSeconds: null,
  bus: { lose: 0, double: 0, delay: 0 },
};
