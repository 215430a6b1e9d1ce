import type { ExecutionView } from '@evenkeel/contracts-admin';
import { NO_OUTCOMES } from '@evenkeel/domain';
import { describeProgress, describeReceipt, Screen } from './screen.js';

const execution = {
  job: { name: 'sandbox-customers' },
  status: 'running',
  reason: null,
  durationMs: 500,
  progress: { phase: 'fetching', processed: 600, total: null, percentage: null },
  receipt: {
    fetched: 1600,
    created: 598,
    updated: 0,
    skipped: 1000,
    failed: 2,
    balanced: true,
    closeOut: null,
    outcomes: { ...NO_OUTCOMES, created: 598, unchanged: 1000, rejected: 2 },
  },
} as unknown as ExecutionView;

function screenOn(isTTY: boolean) {
  const written: string[] = [];
  return { written, screen: new Screen({ isTTY, write: (text) => written.push(text) > 0 }) };
}

it('tells phase, records, rate and failures of a run', () => {
  expect(describeProgress(execution)).toBe('fetching  600 records  1,200 a second  2 failed');
});

it('shows a receipt with what skipped and failed are made of', () => {
  const text = describeReceipt({ ...execution, status: 'completed_with_errors' }).join('\n');
  expect(text).toMatch(/completed_with_errors in 0\.50 s/);
  expect(text).toMatch(/skipped +1,000 {2}unchanged 1,000\n/);
  expect(text).toMatch(/failed +2 {2}rejected 2\n/);
  expect(text).toContain('It balances');
});

it('says why a run ended before its time, and what to do', () => {
  const reason = { kind: 'error', code: 'x', message: 'Nobody answers', remedy: 'Start it.' } as const;
  const text = describeReceipt({ ...execution, reason } as unknown as ExecutionView).join('\n');
  expect(text).toContain('Nobody answers\n    Start it.');
});

it('moves one line on a terminal and clears it before the next', () => {
  const { written, screen } = screenOn(true);
  screen.progress(execution);
  screen.progress(execution);
  screen.line('done');
  expect(written.every((text) => text === 'done\n' || text.startsWith('\r'))).toBe(true);
});

it('writes at most a line a second elsewhere, without control codes', () => {
  const { written, screen } = screenOn(false);
  for (let look = 0; look < 50; look += 1) screen.progress(execution);
  screen.line('done');
  expect(written).toHaveLength(2);
  expect(written.join('')).not.toContain('\r');
});
