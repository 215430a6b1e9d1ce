import fc from 'fast-check';
import { nextDelayMs } from './page-delay.js';

/** The waits after pages of which these had failed calls before them. */
function waits(spacingMs: number, failed: readonly boolean[], mostMs = 500): number[] {
  let lastMs = 0;
  return failed.map((hasFailed) => (lastMs = nextDelayMs({ mostMs, spacingMs }, { lastMs, hasFailed })));
}

describe('nextDelayMs', () => {
  it('is what is configured where nothing else is asked for', () => {
    expect(nextDelayMs({ mostMs: 70 }, { lastMs: 0, hasFailed: false })).toBe(70);
    expect(nextDelayMs({ mostMs: 0 }, { lastMs: 0, hasFailed: true })).toBe(0);
  });

  it('is nothing where no quota asks for it and no call fails', () => {
    expect(waits(0, [false, false, false])).toEqual([0, 0, 0]);
  });

  it('is what is configured after a failed call, and halves with each page that comes without one', () => {
    expect(waits(0, [false, true, ...Array<boolean>(7).fill(false)])).toEqual([
      0, 500, 250, 125, 63, 32, 16, 0, 0,
    ]);
    expect(waits(0, [true, false, true])).toEqual([500, 250, 500]);
  });

  it('is at least what the quota needs, and never more than what is configured', () => {
    expect(waits(200, [false, true, false, false])).toEqual([200, 500, 250, 200]);
    expect(waits(9.5, [false])).toEqual([0]);
    expect(waits(10, [false])).toEqual([10]);
    expect(waits(60_000, [false, true])).toEqual([500, 500]);
  });

  it('comes back to what the quota needs after any failures', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 20 }),
        fc.nat(1_000),
        fc.nat(2_000),
        (failed, spacingMs, mostMs) => {
          const all = waits(spacingMs, [...failed, ...Array<boolean>(12).fill(false)], mostMs);
          const needed = Math.min(spacingMs, mostMs);
          expect(all.at(-1)).toBe(needed < 10 ? 0 : needed);
          for (const wait of all) expect(wait).toBeLessThanOrEqual(mostMs);
        },
      ),
    );
  });
});
