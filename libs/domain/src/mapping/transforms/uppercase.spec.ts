import { runTransform } from './testing/run-transform.js';

describe('uppercase', () => {
  it('makes letters capital, umlauts too', () => {
    expect(runTransform('uppercase', 'äbc Def')).toBe('ÄBC DEF');
  });

  it('refuses what is no text', () => {
    expect(() => runTransform('uppercase', ['a'])).toThrow('uppercase takes a text, and got a list');
  });

  it('has no settings', () => {
    expect(() => runTransform({ name: 'uppercase', locale: 'tr' }, 'a')).toThrow(
      /transforms\[0\]\.locale: is not known; there are name$/,
    );
  });
});
