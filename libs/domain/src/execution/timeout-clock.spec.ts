import fc from 'fast-check';
import {
  deadlineOf,
  startClock,
  stopClock,
  windClock,
  type Outage,
  type TimeoutClock,
} from './timeout-clock.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21) + seconds * 1000);
const outage = (from: number, until: number | null): Outage => ({
  beganAt: at(from),
  endedAt: until === null ? null : at(until),
});

describe('the timeout clock', () => {
  it('runs from its start for as long as the job says', () => {
    expect(deadlineOf(windClock(1, at(0)), [], at(5))).toEqual(at(60));
  });

  it('keeps what is left while it stands still, however long that is', () => {
    const paused = stopClock(windClock(1, at(0)), [], at(20));
    expect(paused).toEqual({ deadline: null, clockSince: null, timeLeftMs: 40_000 });
    expect(deadlineOf(paused, [], at(5000))).toBeNull();
    expect(startClock(paused, at(5000))).toEqual({
      deadline: at(5040),
      clockSince: at(5000),
      timeLeftMs: null,
    });
  });

  it('stopped twice keeps the same time', () => {
    const paused = stopClock(windClock(1, at(0)), [], at(20));
    expect(stopClock(paused, [], at(90))).toEqual(paused);
  });

  it('that was given no time never ends, whether it runs or stands still', () => {
    const endless = startClock({ timeLeftMs: null }, at(0));
    expect(deadlineOf(endless, [outage(10, 40)], at(50))).toBeNull();
    expect(stopClock(endless, [], at(50))).toEqual(endless);
  });

  it('ends when it was told to where it is not known since when it runs', () => {
    const clock = { deadline: at(60), clockSince: null, timeLeftMs: null };
    expect(deadlineOf(clock, [outage(10, 40)], at(50))).toEqual(at(60));
  });

  it('does not run while the bus is away, also while it still is', () => {
    const clock = windClock(1, at(0));
    expect(deadlineOf(clock, [outage(10, 40)], at(50))).toEqual(at(90));
    expect(deadlineOf(clock, [outage(10, null)], at(110))).toEqual(at(160));
  });

  it('does not count an outage from before it began, nor one that comes', () => {
    const clock = windClock(1, at(100));
    expect(deadlineOf(clock, [outage(10, 40), outage(90, 110), outage(300, 400)], at(120))).toEqual(at(170));
  });

  it('has run exactly for its minutes when it is over, whatever stopped it on the way', () => {
    const pieces = fc.array(
      fc.record({
        what: fc.constantFrom('run', 'pause', 'outage'),
        seconds: fc.integer({ min: 0, max: 90 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 10 }), (story, minutes) => {
        let [now, ran] = [0, 0];
        let clock: TimeoutClock = windClock(minutes, at(0));
        const outages: Outage[] = [];
        for (const { what, seconds } of story) {
          if (what === 'pause') {
            clock = startClock(stopClock(clock, outages, at(now)), at(now + seconds));
          } else if (what === 'outage') {
            outages.push(outage(now, now + seconds));
          } else {
            if (ran + seconds > minutes * 60) break;
            ran += seconds;
          }
          now += seconds;
        }
        expect(deadlineOf(clock, outages, at(now))).toEqual(at(now + minutes * 60 - ran));
      }),
    );
  });

  it('counts outages whichever is told first', () => {
    const clock = windClock(1, at(0));
    expect(deadlineOf(clock, [outage(30, 40), outage(10, 20)], at(50))).toEqual(at(80));
    expect(deadlineOf(clock, [outage(10, 20), outage(30, 40)], at(50))).toEqual(at(80));
  });

  it('counts no moment of two outages twice', () => {
    expect(deadlineOf(windClock(1, at(0)), [outage(10, 40), outage(20, 30), outage(35, 50)], at(55))).toEqual(
      at(100),
    );
  });
});
