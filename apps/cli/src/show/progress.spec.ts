import type { ExecutionView } from '@evenkeel/contracts-admin';
import { progressLine, rateOf } from './progress.js';

const execution = (progress: Partial<ExecutionView['progress']>, status = 'running') =>
  ({
    status,
    waiting: 'none',
    waitsFor: [] as ExecutionView['waitsFor'],
    durationMs: 12_340,
    progress: { phase: 'fetching', processed: 1500, total: null, percentage: null, ...progress },
  }) as ExecutionView;

describe('progressLine', () => {
  it('shows a total that nobody knows as a question mark, never as 0', () => {
    expect(progressLine(execution({}), 812.4)).toBe('fetching    1,500/? records  812/s  12.3 s');
  });

  it('shows a bar where the total is known', () => {
    expect(progressLine(execution({ total: 2000, percentage: 75 }), undefined)).toBe(
      'fetching    [###############.....] 75 %  1,500/2,000 records  12.3 s',
    );
  });

  it('says what a running one waits for', () => {
    const waiting = { ...execution({ phase: 'applying' }), waiting: 'quota', wait: null } as const;
    expect(progressLine(waiting, undefined)).toBe('applying    1,500/? records  12.3 s  waits for the quota');
    const wait = { until: '2026-11-28T12:00:00Z', message: 'it asked for a pause' } as ExecutionView['wait'];
    expect(progressLine({ ...waiting, wait }, undefined)).toMatch(/ {2}waits for the provider$/);
  });

  it('says what a queued one waits for', () => {
    const line = (waitsFor: ExecutionView['waitsFor']) =>
      progressLine({ ...execution({ processed: 0 }, 'queued'), waitsFor }, undefined);
    expect(line([{ name: 'orders', status: null, executionId: null }])).toContain(
      'waits for orders (never run)',
    );
    const before = { name: 'customers', status: 'awaiting_approval', executionId: 'e1' } as const;
    expect(line([before])).toContain('waits for the run before it, e1 (awaiting approval)');
  });

  it('shows what a run waits for instead of a phase that it is not in', () => {
    expect(progressLine(execution({ processed: 0 }, 'awaiting_approval'), undefined)).toMatch(
      /^awaiting approval/,
    );
  });
});

describe('rateOf', () => {
  it('is unknown until there is something to compare', () => {
    expect(rateOf([])).toBeUndefined();
    expect(rateOf([{ atMs: 0, processed: 10 }])).toBeUndefined();
  });

  it('looks at the last seconds only, so that a slow start is forgotten', () => {
    const samples = [0, 1000, 2000, 3000, 4000, 5000].map((atMs) => ({
      atMs,
      processed: atMs <= 2000 ? 0 : (atMs - 2000) / 10,
    }));
    expect(rateOf(samples)).toBe(100);
  });
});
