import fc from 'fast-check';
import { markOf } from './mark-of.js';

it('is short, the same for the same text, and another for another', () => {
  expect(markOf('')).toBe(markOf(''));
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (one, other) => {
      expect(markOf(one).length).toBeLessThan(12);
      expect(markOf(one) === markOf(other)).toBe(one === other);
    }),
  );
});
