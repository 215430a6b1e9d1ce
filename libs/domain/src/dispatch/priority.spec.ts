import { priorityOf, turnOf } from './priority.js';

describe('the priority of an execution', () => {
  const job = { definition: { priority: 'low' } } as const;

  it.each(['webhook', 'event'] as const)('is high for a %s: somebody waits for what it announced', (kind) => {
    expect(priorityOf({ kind }, job)).toBe('high');
  });

  it.each(['manual', 'schedule', 'retry'] as const)('is that of its job for a trigger of kind %s', (kind) => {
    expect(priorityOf({ kind }, job)).toBe('low');
  });

  it('gives a head start of one minute over medium and of two over low', () => {
    const since = new Date('2026-11-21T12:00:00Z');
    const turns = (['high', 'medium', 'low'] as const).map((priority) => turnOf(priority, since));
    expect(turns.map((turn) => turn.getTime() - since.getTime())).toEqual([0, 60_000, 120_000]);
  });
});
