import { estimateFullRunMs } from './estimate-full-run.js';
import { someFullRun, someUnfinished } from './testing/full-runs.js';

const MINUTE_MS = 60_000;
const estimate = (fullRuns: Parameters<typeof estimateFullRunMs>[0]['fullRuns'], recordsHere = 1_000) =>
  estimateFullRunMs({ fullRuns, recordsHere });

describe('how long a full run takes', () => {
  it('is what one took that read everything, whatever it read', () => {
    expect(estimate([someFullRun()])).toBe(30 * MINUTE_MS);
    expect(estimate([someFullRun({ fetched: 0, durationMs: 5 })])).toBe(5);
  });

  it('is told by the rate of one that did not, for the records that are known', () => {
    expect(estimate([someUnfinished()])).toBe(120 * MINUTE_MS);
    expect(estimate([someUnfinished({ fetched: 4_000 })])).toBe(60 * MINUTE_MS);
    expect(estimate([someUnfinished(), someFullRun({ fetched: 2_000, durationMs: null })])).toBe(
      240 * MINUTE_MS,
    );
    expect(estimate([someFullRun({ doubted: true, fetched: 500 })])).toBe(60 * MINUTE_MS);
  });

  it('does not count what only a run has seen that was not believed', () => {
    const doubted = someFullRun({ doubted: true, fetched: 4_000, durationMs: null });
    expect(estimate([doubted, someUnfinished()])).toBe(120 * MINUTE_MS);
  });

  it('is that of the fastest: a provider that held one up need not hold up the next', () => {
    expect(estimate([someUnfinished({ fetched: 1 }), someFullRun()])).toBe(30 * MINUTE_MS);
    expect(estimate([someFullRun(), someUnfinished({ fetched: 1 })])).toBe(30 * MINUTE_MS);
  });

  it('is not known of those that were interrupted, or read nothing', () => {
    expect(estimate([])).toBeNull();
    expect(estimate([someFullRun({ durationMs: null }), someUnfinished({ durationMs: null })])).toBeNull();
    expect(estimate([someUnfinished({ fetched: 0 })])).toBeNull();
  });
});
