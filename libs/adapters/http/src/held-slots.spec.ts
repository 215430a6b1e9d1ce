import { HeldSlots } from './held-slots.js';

const NOTHING = { bulk: 0, reserved: 0 };
const GRANT = { calls: 2, validMs: 250, waitMs: 0, countsOnlyHeld: true };
let nowMs: number;
let slots: HeldSlots;
beforeEach(() => {
  nowMs = 1_000;
  slots = new HeldSlots(() => nowMs);
});

describe('places of calls that have ended', () => {
  it('are taken by calls of the same share, as many as the ledger holds and as long as its grant is valid', () => {
    slots.beginAsking()('bulk', { bulk: 1, reserved: 0 }, GRANT);
    expect(slots.hasRoom('bulk', { bulk: 2, reserved: 0 })).toBe(true);
    expect(slots.hasRoom('bulk', { bulk: 3, reserved: 0 })).toBe(false);
    expect(slots.hasRoom('reserved', NOTHING)).toBe(false);
    nowMs += 250;
    expect(slots.hasRoom('bulk', NOTHING)).toBe(false);
  });

  it('are not taken while the ledger is asked, nor by an answer to what was asked before', () => {
    const first = slots.beginAsking();
    first('bulk', NOTHING, GRANT);
    const second = slots.beginAsking();
    expect(slots.hasRoom('bulk', NOTHING)).toBe(false);
    slots.forget();
    second('bulk', NOTHING, GRANT);
    expect(slots.hasRoom('bulk', NOTHING)).toBe(false);
  });

  it('are not taken where the ledger counts more than what is under way', () => {
    slots.beginAsking()('bulk', NOTHING, { ...GRANT, countsOnlyHeld: false });
    expect(slots.hasRoom('bulk', NOTHING)).toBe(false);
  });
});
