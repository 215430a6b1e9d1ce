import { runTransform } from './testing/run-transform.js';

describe('default', () => {
  it('stands in for null and for a missing value', () => {
    expect(runTransform({ name: 'default', value: 'none' }, null)).toBe('none');
    expect(runTransform({ name: 'default', value: 0 })).toBe(0);
  });

  it.each(['', 0, false, []])('keeps %j', (value) => {
    expect(runTransform({ name: 'default', value: 'none' }, value)).toBe(value);
  });

  it('needs a value', () => {
    expect(() => runTransform('default', 1)).toThrow('mapping[0].transforms[0].value: is required');
  });
});
