import { runTransform } from './testing/run-transform.js';

describe('lowercase', () => {
  it('makes letters small, umlauts too', () => {
    expect(runTransform('lowercase', 'ÄBC Def')).toBe('äbc def');
  });

  it('refuses what is no text', () => {
    expect(() => runTransform('lowercase', 5)).toThrow('lowercase takes a text, and got a number');
  });

  it('has no settings', () => {
    expect(() => runTransform({ name: 'lowercase', locale: 'tr' }, 'A')).toThrow(
      /transforms\[0\]\.locale: is not known; there are name$/,
    );
  });
});
