import fc from 'fast-check';
import { candidatePosition, nextPosition, positionText } from './candidate-position.js';

describe('where a close-out goes on', () => {
  it('is the first candidate of the first page before anything was looked at', () => {
    expect(candidatePosition(null)).toEqual({ page: 0, done: 0, trusted: false });
  });

  it('is on the same page until its last candidate, then on the next, and nowhere behind the last page', () => {
    expect(nextPosition({ page: 0, done: 40 }, 100, { pages: 2 })).toBe('0:40');
    expect(nextPosition({ page: 0, done: 100 }, 100, { pages: 2 })).toBe('1:0');
    expect(nextPosition({ page: 1, done: 99 }, 100, { pages: 2 })).toBe('1:99');
    expect(nextPosition({ page: 1, done: 100 }, 100, { pages: 2 })).toBeNull();
    expect(nextPosition({ page: 0, done: 0 }, 0, { pages: 1 })).toBeNull();
  });

  it('is what its cursor says', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(99), fc.boolean(), (page, done, trusted) => {
        const position = { page, done, trusted };
        expect(candidatePosition(positionText(position))).toEqual(position);
        expect(nextPosition(position, 100, { pages: page + 1 })).toBe(`${page}:${done}`);
      }),
    );
  });
});
