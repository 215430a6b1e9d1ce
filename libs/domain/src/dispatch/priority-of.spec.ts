import { priorityOf } from './priority-of.js';

describe('the priority of an execution', () => {
  const job = { definition: { priority: 'low' } } as const;

  it.each(['webhook', 'event'] as const)('is high for a %s: somebody waits for what it announced', (kind) => {
    expect(priorityOf({ kind }, job)).toBe('high');
  });

  it.each(['manual', 'schedule', 'retry'] as const)('is that of its job for a trigger of kind %s', (kind) => {
    expect(priorityOf({ kind }, job)).toBe('low');
  });
});
