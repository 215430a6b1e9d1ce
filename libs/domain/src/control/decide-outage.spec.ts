import { decideOutage, IN_DOUBT_AFTER_MS, isInDoubt, OUTAGE_AFTER_MS } from './decide-outage.js';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const quiet = { open: undefined, lastEndedAt: null, waitingSince: null, now };
const open = { beganAt: ago(60_000), endedAt: null };

describe('decideOutage', () => {
  it('sees none while messages are published in time', () => {
    expect(decideOutage(quiet)).toEqual({ kind: 'none' });
    expect(decideOutage({ ...quiet, waitingSince: ago(OUTAGE_AFTER_MS - 1) })).toEqual({ kind: 'none' });
  });

  it('lets one begin when the message was committed that nobody could publish', () => {
    const waitingSince = ago(OUTAGE_AFTER_MS);
    expect(decideOutage({ ...quiet, waitingSince })).toEqual({ kind: 'begin', at: waitingSince });
    expect(decideOutage({ ...quiet, waitingSince, lastEndedAt: ago(3) })).toEqual({
      kind: 'begin',
      at: ago(3),
    });
  });

  it('lets one begin with its message where the one before had ended by then', () => {
    const waitingSince = ago(OUTAGE_AFTER_MS);
    const lastEndedAt = ago(OUTAGE_AFTER_MS + 1);
    expect(decideOutage({ ...quiet, waitingSince, lastEndedAt })).toEqual({
      kind: 'begin',
      at: waitingSince,
    });
  });

  it('lets it last while the message waits, and ends it once it does not', () => {
    expect(decideOutage({ ...quiet, open, waitingSince: open.beganAt })).toEqual({ kind: 'none' });
    expect(decideOutage({ ...quiet, open })).toEqual({ kind: 'end', at: now });
    expect(decideOutage({ ...quiet, open, waitingSince: ago(500) })).toEqual({ kind: 'end', at: now });
  });
});

it('is in doubt about the bus some time before it is sure', () => {
  expect(IN_DOUBT_AFTER_MS).toBeLessThan(OUTAGE_AFTER_MS);
  expect(isInDoubt(null, now)).toBe(false);
  expect(isInDoubt(ago(IN_DOUBT_AFTER_MS - 1), now)).toBe(false);
  expect(isInDoubt(ago(IN_DOUBT_AFTER_MS), now)).toBe(true);
});
