import type { Execution } from './execution.js';
import { NO_RETRY } from './execution-retry.js';

/** An execution before anything of it has begun, beside what it was asked for. */
export const NEW_EXECUTION = {
  status: 'queued',
  phase: 'planning',
  epoch: 0,
  reason: null,
  startedAt: null,
  finishedAt: null,
  deadline: null,
  clockSince: null,
  timeLeftMs: null,
  heldBy: null,
  expected: null,
  retry: NO_RETRY,
  plan: null,
  scopeNote: null,
} as const satisfies Partial<Execution>;
