import type { JsonValue } from '../json.js';
import { depthOf } from './depth-of.js';

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as JsonValue;

describe('depth', () => {
  it.each<[JsonValue, number]>([
    [1, 0],
    ['text', 0],
    [null, 0],
    [{}, 1],
    [[], 1],
    [{ a: 1, b: [{ c: 1 }] }, 3],
  ])('of %j is %d', (value, depth) => {
    expect(depthOf(value)).toBe(depth);
  });

  it('is counted only as far as is asked, so that no depth can exhaust the stack', () => {
    expect(depthOf(nested(200))).toBe(200);
    expect(depthOf(nested(100_000))).toBe(201);
    expect(depthOf(nested(100_000), 5)).toBe(6);
  });
});
