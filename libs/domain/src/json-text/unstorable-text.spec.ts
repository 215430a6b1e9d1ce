import fc from 'fast-check';
import { findUnstorableText, isStorable, storableText } from './unstorable-text.js';

const found = (value: unknown) => findUnstorableText(JSON.stringify(value));

describe('text that cannot be stored', () => {
  it('is found in values and in keys', () => {
    expect(found({ a: 'x\u0000y' })).toBe('nul');
    expect(found({ 'a\u0000': 1 })).toBe('nul');
    expect(found(['\ud83d'])).toBe('lone_surrogate');
    expect(found(['\ude00 and more'])).toBe('lone_surrogate');
    expect(found(['\ude00\ud83d'])).toBe('lone_surrogate');
  });

  it.each([
    'plain',
    '😀',
    '\u0001\u001f',
    '\\u0000',
    '\\\\u0000',
    '\\ud800',
    'C:\\users\\ud83d',
    '\\',
    '"\\"',
  ])('is not seen in %j', (text) => {
    expect(found(text)).toBeUndefined();
  });

  it('is seen behind backslashes that belong to the text', () => {
    expect(found('\\\u0000')).toBe('nul');
    expect(found('\\\\\ud800')).toBe('lone_surrogate');
  });

  it('is not seen in an escaped pair', () => {
    expect(findUnstorableText('"\\ud83d\\ude00"')).toBeUndefined();
    expect(findUnstorableText('"\\ud83d\\u0041"')).toBe('lone_surrogate');
    expect(findUnstorableText('"\\ud83d')).toBe('lone_surrogate');
    expect(findUnstorableText('"\\ud83d..de00"')).toBe('lone_surrogate');
  });

  it.each([
    ['\\ud7ff', undefined],
    ['\\ud800', 'lone_surrogate'],
    ['\\udbff', 'lone_surrogate'],
    ['\\udc00', 'lone_surrogate'],
    ['\\udfff', 'lone_surrogate'],
    ['\\ue000', undefined],
    ['\\uffff', undefined],
    ['\\ud800\\udfff', undefined],
    ['\\udbff\\udc00', undefined],
    ['\\ud800\\udbff', 'lone_surrogate'],
    ['\\ud800\\ue000', 'lone_surrogate'],
    ['\\ue000\\udc00', 'lone_surrogate'],
  ])('is half of a pair without its other half: of "%s" it is %s', (escaped, unstorable) => {
    expect(findUnstorableText(`"${escaped}"`)).toBe(unstorable);
  });

  const tricky = fc.string({
    unit: fc.constantFrom('\\', 'u', '0', 'd', '8', '\u0000', '\ud83d', '\ude00', '"', '\n', 'a', '\u0001'),
  });

  it('is found exactly where there is some', () => {
    fc.assert(fc.property(tricky, (text) => expect(found(text) === undefined).toBe(isStorable(text))));
  });

  it('can be replaced, and nothing else is', () => {
    fc.assert(
      fc.property(tricky, (text) => {
        const stored = storableText(text);
        expect(isStorable(stored)).toBe(true);
        expect(stored).toHaveLength(text.length);
        if (isStorable(text)) expect(stored).toBe(text);
      }),
    );
  });
});
