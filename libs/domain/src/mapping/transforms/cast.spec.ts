import { ExactNumber } from '../../number/exact-number.js';
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

  it('loses no digit on the way from one to the other', () => {
    const big = new ExactNumber('9007199254740993');
    const fine = new ExactNumber('12345678901234.56789');
    expect(runTransform({ name: 'cast', to: 'string' }, fine)).toBe(fine.text);
    expect(runTransform({ name: 'cast', to: 'number' }, fine.text)).toEqual(fine);
    expect(runTransform({ name: 'cast', to: 'number' }, fine)).toBe(fine);
    expect(runTransform({ name: 'cast', to: 'integer' }, ' 9007199254740993 ')).toEqual(big);
    expect(runTransform({ name: 'cast', to: 'string' }, 1e21)).toBe('1000000000000000000000');
  });

  it.each([
    ['string', { a: 1 }],
    ['string', [1]],
    ['number', 'twelve'],
    ['number', ''],
    ['number', true],
    ['number', '1e1000'],
    ['integer', '12.5'],
    ['integer', new ExactNumber('9007199254740993.5')],
    ['integer', new ExactNumber('1e131071', true)],
    ['string', new ExactNumber('1e131071', true)],
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
      'cast takes a number of at most 1,000 digits, and got a boolean',
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
