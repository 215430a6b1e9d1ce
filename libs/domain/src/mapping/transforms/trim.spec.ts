import { runTransform } from './testing/run-transform.js';

describe('trim', () => {
  it('takes white space off both ends and leaves the rest', () => {
    expect(runTransform('trim', ' \t two  words\n')).toBe('two  words');
  });

  it('leaves a missing value missing and null null', () => {
    expect(runTransform('trim')).toBeUndefined();
    expect(runTransform('trim', null)).toBeNull();
  });

  it.each([5, true, [' a '], { a: ' b ' }])('refuses %j, which is no text', (value) => {
    expect(() => runTransform('trim', value)).toThrow('given -> made: trim takes a text');
  });

  it('has no settings', () => {
    expect(() => runTransform({ name: 'trim', locale: 'tr' }, ' a')).toThrow(
      /transforms\[0\]\.locale: is not known; there are name$/,
    );
  });
});
