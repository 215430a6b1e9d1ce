import { runTransform } from './testing/run-transform.js';

describe('cast', () => {
  it.each([
    ['string', 'a', 'a'],
    ['string', 12.5, '12.5'],
    ['string', false, 'false'],
    ['number', ' 12.5 ', 12.5],
    ['number', 3, 3],
    ['integer', '12', 12],
    ['integer', '12.0', 12],
    ['boolean', ' TRUE ', true],
    ['boolean', '0', false],
    ['boolean', 1, true],
    ['boolean', false, false],
  ])('makes a %s of %j', (to, value, made) => {
    expect(runTransform({ name: 'cast', to }, value)).toBe(made);
  });

  it.each([
    ['string', { a: 1 }],
    ['string', [1]],
    ['string', 2 ** 60],
    ['number', 'twelve'],
    ['number', ''],
    ['number', true],
    ['number', '9007199254740993'],
    ['integer', '12.5'],
    ['integer', 2 ** 60],
    ['boolean', 'yes'],
    ['boolean', 2],
    ['boolean', [true]],
  ])('refuses to make a %s of %j rather than guess or round', (to, value) => {
    expect(() => runTransform({ name: 'cast', to }, value)).toThrow(/cast takes .*, and got a/);
  });

  it('says of a list too what it takes for true or false', () => {
    expect(() => runTransform({ name: 'cast', to: 'boolean' }, [true])).toThrow('true, false, 1 or 0');
  });

  it('says of true too what it takes for a number', () => {
    expect(() => runTransform({ name: 'cast', to: 'number' }, true)).toThrow(
      'cast takes a number that needs no rounding, and got a boolean',
    );
  });

  it('leaves null and missing values alone', () => {
    expect(runTransform({ name: 'cast', to: 'number' }, null)).toBeNull();
    expect(runTransform({ name: 'cast', to: 'number' })).toBeUndefined();
  });

  it('says which types there are', () => {
    expect(() => runTransform({ name: 'cast', to: 'float' }, 1)).toThrow(
      'mapping[0].transforms[0].to: must be one of string, number, integer, boolean',
    );
    expect(() => runTransform('cast', 1)).toThrow('mapping[0].transforms[0].to: is required');
  });
});
