import { closeLedger } from './close-ledger.js';
import { distrustLedger } from './distrust-ledger.js';
import { EMPTY_LEDGER } from './ledger-state.js';
import type { Quota } from './quota.js';

const per = (perSeconds: number): Quota => ({
  rate: { calls: 10, perSeconds },
  concurrency: null,
  reservedShare: 0,
});

describe('after the database was restarted', () => {
  it('no call is made for one window, for a minute where that is longer', () => {
    expect(distrustLedger(EMPTY_LEDGER, per(10), 1_000).closedUntilMs).toBe(11_000);
    expect(distrustLedger(EMPTY_LEDGER, per(3_600), 1_000).closedUntilMs).toBe(61_000);
  });

  it('a longer wait that the provider asked for stays', () => {
    expect(
      distrustLedger(closeLedger(EMPTY_LEDGER, { waitMs: 90_000 }, 0), per(10), 1_000).closedUntilMs,
    ).toBe(90_000);
  });

  it('calls go on where no rate is limited', () => {
    const unlimited = { rate: null, concurrency: 4, reservedShare: 0 };
    expect(distrustLedger(EMPTY_LEDGER, unlimited, 1_000)).toEqual(EMPTY_LEDGER);
  });
});
