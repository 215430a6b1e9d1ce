import fc from 'fast-check';
import { utf8BytesExceed } from './utf8-bytes.js';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

it.each(['\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'])(
  'counts the bytes of %j among others',
  (letter) => {
    const text = `${letter}a${letter}`;
    expect(utf8BytesExceed(text, bytesOf(text))).toBe(false);
    expect(utf8BytesExceed(text, bytesOf(text) - 1)).toBe(true);
  },
);

it('counts as an encoder does, for any well-formed text and any limit', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('a', 'é', '€', '😀'), fc.string({ unit: 'binary', maxLength: 1 })),
  });
  fc.assert(
    fc.property(text, fc.nat(50), (written, limit) => {
      expect(utf8BytesExceed(written, limit)).toBe(bytesOf(written) > limit);
    }),
  );
});
