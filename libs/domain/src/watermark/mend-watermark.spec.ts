import fc from 'fast-check';
import { CLOCK_TOLERANCE_MS } from './believe-bound.js';
import { mendWatermark, wasAhead, type SavedWatermark } from './mend-watermark.js';

const noon = Date.parse('2026-11-29T12:00:00.000Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(noon + hours * HOUR);
const saved = (savedAtHours: number, aheadMs: number, movedByRunOf: Date | null = null): SavedWatermark => ({
  watermark: { kind: 'time', value: new Date(at(savedAtHours).getTime() + aheadMs).toISOString() },
  savedAt: at(savedAtHours),
  movedByRunOf,
});

describe('a watermark that was saved', () => {
  it('was ahead if it lay more than five minutes after the moment that it was saved, whatever the time is now', () => {
    expect(wasAhead(saved(-48, CLOCK_TOLERANCE_MS + 1))).toBe(true);
    expect(wasAhead(saved(-48, CLOCK_TOLERANCE_MS))).toBe(false);
    expect(wasAhead(saved(0, -HOUR))).toBe(false);
  });

  it('was never ahead where it is a position, or was taken away', () => {
    const line = { savedAt: at(0), movedByRunOf: null };
    expect(wasAhead({ ...line, watermark: { kind: 'position', value: '2099-01-01T00:00:00Z' } })).toBe(false);
    expect(wasAhead({ ...line, watermark: null })).toBe(false);
  });
});

describe('a watermark that was ahead', () => {
  it('is worth what was read when the run began that saved it', () => {
    expect(mendWatermark(saved(2, 24 * HOUR, at(1)))).toEqual({ kind: 'time', value: at(1).toISOString() });
  });

  it('that a person set says that nothing before that moment is wanted', () => {
    expect(mendWatermark(saved(2, 12 * HOUR))).toEqual({ kind: 'time', value: at(2).toISOString() });
  });

  it('is never mended to a moment after it was saved, so that it is not ahead any more', () => {
    const line = fc
      .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 99 }), fc.boolean())
      .map(([hours, ahead, byRun]) => saved(hours, ahead * HOUR, byRun ? at(hours - 1) : null));
    fc.assert(
      fc.property(line, (first) => {
        expect(wasAhead(first)).toBe(true);
        expect(wasAhead({ ...first, watermark: mendWatermark(first) })).toBe(false);
      }),
    );
  });
});
