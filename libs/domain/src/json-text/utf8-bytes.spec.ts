import fc from 'fast-check';
import { utf8BytesExceed } from './utf8-bytes.js';

it('counts as an encoder does, for any well-formed text and any limit', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('a', 'é', '€', '😀'), fc.string({ unit: 'binary', maxLength: 1 })),
  });
  fc.assert(
    fc.property(text, fc.nat(50), (written, limit) => {
      expect(utf8BytesExceed(written, limit)).toBe(new TextEncoder().encode(written).length > limit);
    }),
  );
});
