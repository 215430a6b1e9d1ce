import fc from 'fast-check';
import { isStorable } from '../../json-text/unstorable-text.js';
import { findUnstorablePlace } from '../../json-text/find-unstorable-place.js';
import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

describe('strip', () => {
  it.each([
    ['a\u0000b', 'ab'],
    ['\ud83dx\udc19', 'x'],
    ['\ud83d\udc19', '\ud83d\udc19'],
    ['a\u0001\u001f\u007f\u0085b', 'ab'],
    ['a\tb\r\nc', 'a\tb\r\nc'],
    ['\0', ''],
    ['ümläut', 'ümläut'],
  ])('makes %j %j', (text, clean) => {
    expect(runTransform('strip', text)).toBe(clean);
  });

  it('leaves other control characters where it is told to', () => {
    expect(runTransform({ name: 'strip', controls: 'keep' }, 'a\u0000\u0007\ud800b')).toBe('a\u0007b');
  });

  it('puts another text in their place, as it is written', () => {
    expect(runTransform({ name: 'strip', with: '$&?' }, 'a\u0000b')).toBe('a$&?b');
  });

  it('goes through lists and objects, and through the names of fields', () => {
    const big = new ExactNumber('9007199254740993');
    expect(runTransform('strip', { 'k\0': ['a\0', null, 5, true, big, { x: '\ud800' }] })).toEqual({
      k: ['a', null, 5, true, big, { x: '' }],
    });
  });

  it('keeps a field that is called __proto__', () => {
    const given = JSON.parse('{"__proto__":"a\\u0000"}') as never;
    expect(JSON.stringify(runTransform('strip', given))).toBe('{"__proto__":"a"}');
  });

  it('refuses to make one field of two', () => {
    expect(() => runTransform('strip', { a: 1, 'a\0': 2 })).toThrow(
      'strip takes an object whose fields differ',
    );
  });

  it('leaves nothing that cannot be stored, and what can be as it is', () => {
    const text = fc.string({ unit: 'binary' });
    const odd = fc
      .array(fc.oneof(text, fc.constantFrom('\0', '\ud800', '\udc00')))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(odd, fc.array(odd), (one, many) => {
        const made = runTransform({ name: 'strip', controls: 'keep' }, { one, many }) as never;
        expect(findUnstorablePlace(made)).toBeUndefined();
        if (isStorable(one)) expect((made as { one: string }).one).toBe(one);
      }),
    );
  });

  it('says what it can do with control characters', () => {
    expect(() => runTransform({ name: 'strip', controls: 'drop' }, 'a')).toThrow(
      'controls: must be one of remove, keep',
    );
  });
});
