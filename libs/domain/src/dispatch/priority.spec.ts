import { turnOf } from './priority.js';

describe('the turn of a chunk', () => {
  it('gives a head start of one minute over medium and of two over low', () => {
    const since = new Date('2026-11-21T12:00:00Z');
    const turns = (['high', 'medium', 'low'] as const).map((priority) => turnOf(priority, since));
    expect(turns.map((turn) => turn.getTime() - since.getTime())).toEqual([0, 60_000, 120_000]);
  });
});
