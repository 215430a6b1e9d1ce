import * as fc from 'fast-check';
import { textSizeOf } from './text-size-of.js';

describe('textSizeOf', () => {
  it('is near the length of the JSON text, whatever the value', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c') });
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(letters, fc.nat(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(letters, tie('value'), { maxKeys: 5 }),
    }));
    fc.assert(
      fc.property(tree.value, (value) => {
        const length = JSON.stringify(value).length;
        expect(textSizeOf(value)).toBeGreaterThanOrEqual(length / 2);
        expect(textSizeOf(value)).toBeLessThanOrEqual(length * 8 + 8);
      }),
    );
  });
});
