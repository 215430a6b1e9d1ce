import { parseJson, type JsonValue } from '@evenkeel/domain';
import { nestsDeeperThan } from './nests-deeper-than.js';

describe('measuring how deep a value nests', () => {
  const nested = (depth: number): JsonValue => (depth === 0 ? 1 : { a: [nested(depth - 1)] });

  it('tells the level at which it becomes too deep', () => {
    expect(nestsDeeperThan(nested(5), 10)).toBe(false);
    expect(nestsDeeperThan(nested(5), 9)).toBe(true);
    expect(nestsDeeperThan('text', 0)).toBe(false);
    expect(nestsDeeperThan({ a: null, b: 1 }, 1)).toBe(false);
    expect(nestsDeeperThan(parseJson('[9007199254740993]'), 1)).toBe(false);
  });
});
