import fc from 'fast-check';
import { cutPause, describePause, LONGEST_PAUSE_MS } from './pause.js';

const now = new Date('2026-11-29T12:00:00.400Z');

describe('a pause that a provider asks for', () => {
  it('is whole milliseconds of at most a day, whatever the provider says', () => {
    fc.assert(
      fc.property(fc.double(), (asked) => {
        const cut = cutPause(asked);
        expect(Number.isSafeInteger(cut)).toBe(true);
        expect(cut).toBeGreaterThanOrEqual(0);
        expect(cut).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
      }),
    );
    expect(cutPause(Number.NaN)).toBe(0);
    expect(cutPause(1500.2)).toBe(1501);
    expect(cutPause(Infinity)).toBe(LONGEST_PAUSE_MS);
  });

  it('is told with host, status, header and time', () => {
    const asked = { host: 'api.example', status: 429, header: 'Retry-After', askedMs: 60_000 };
    expect(describePause(asked, now)).toBe(
      'api.example asked us (429, Retry-After) not to call before 2026-11-29T12:01:00Z',
    );
  });

  it('of more than a day is asked about once a day', () => {
    const years = { host: 'api.example', status: 503, header: 'Retry-After', askedMs: 63_072_000_000 };
    expect(describePause(years, now)).toBe(
      'api.example asked us (503, Retry-After) not to call before 2028-11-28T12:00:00Z; we ask it once a day',
    );
    expect(describePause({ ...years, askedMs: LONGEST_PAUSE_MS }, now)).not.toContain('once a day');
    expect(describePause({ ...years, askedMs: 1e300 }, now)).toContain('before the end of time');
  });

  it('is our own where no header says for how long', () => {
    const own = { host: 'api.example', status: undefined, header: undefined, askedMs: 4_000 };
    expect(describePause(own, now)).toBe(
      'api.example answered with an error; it is called again after 2026-11-29T12:00:04Z',
    );
    expect(describePause({ ...own, status: 429 }, now)).toContain('answered 429; it');
  });
});
