/** Parts that the examples share: one run of one job. */
export const EXAMPLE_RUN = {
  executionId: '0196f5a0-0000-7000-8000-000000000003',
  job: { id: '0196f5a0-0000-7000-8000-000000000002', name: 'shop-customers' },
  lane: 'bulk',
  mode: 'incremental',
  triggeredBy: { id: '0196f5a0-0000-7000-8000-000000000001', kind: 'schedule', actor: 'schedule' },
} as const;

export const EXAMPLE_COUNTS = {
  fetched: 100,
  processed: 100,
  created: 3,
  updated: 12,
  skipped: 84,
  retried: 0,
  succeeded: 99,
  failed: 1,
} as const;

export const EXAMPLE_END = {
  attempt: 1,
  nextAttemptAt: null,
  startedAt: '2026-11-01T12:00:00.000Z',
  finishedAt: '2026-11-01T12:00:42.000Z',
  durationMs: 42_000,
  ...EXAMPLE_COUNTS,
  balanced: true,
} as const;
