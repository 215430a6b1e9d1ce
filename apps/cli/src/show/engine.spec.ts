import type { EngineView } from '@evenkeel/contracts-admin';
import { describeEngine } from './engine.js';

const quiet: EngineView = {
  control: { state: 'running', actor: null, changedAt: null, executions: 0 },
  uptimeMs: 61_000,
  executions: {
    queued: 0,
    running: 0,
    paused: 0,
    awaiting_approval: 0,
    completed: 0,
    completed_with_errors: 0,
    failed: 0,
    timed_out: 0,
    cancelled: 0,
  },
  averageDurationMs: null,
  activeJobs: 0,
  queuedExecutions: 0,
  waitingTriggers: 0,
  deadExecutions: 0,
  lastSyncAt: null,
  stuckMessages: 0,
  busAwaySince: null,
  largestTables: [
    { table: 'record', bytes: 3 * 1024 ** 2, rows: 12_000, deadRows: 0 },
    { table: 'outcome', bytes: 500_000, rows: 7, deadRows: 1 },
  ],
  heldConnections: [],
};

describe('describeEngine', () => {
  it('is short where all is well', () => {
    expect(describeEngine(quiet)).toHaveLength(7);
    expect(describeEngine(quiet).join('\n')).toMatch(/none yet/);
    expect(describeEngine(quiet).at(-1)).toMatch(/record 3.0 MB \(12,000 rows\), outcome 0.5 MB \(7 rows\)$/);
  });

  it('says who holds the engine', () => {
    const lines = describeEngine({
      ...quiet,
      control: { state: 'stopped', actor: 'ada', changedAt: null, executions: 1 },
      executions: { ...quiet.executions, completed_with_errors: 1200, paused: 1 },
    }).join('\n');
    expect(lines).toContain('stopped by ada');
    expect(lines).toContain('1 paused, 1,200 completed with errors');
  });
});
