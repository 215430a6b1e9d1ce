import { isNumber, readNumber, type JsonNumber } from '../../number/exact-number.js';
import { InvalidMapping } from '../invalid-mapping.js';
import { ofValue, ValueRefused, type TransformKind } from './transform-kind.js';

const FORBIDDEN = /[\d+\-eE]/;

/** A number as people write it, for example `1.234,50` with `decimal` "," and `thousands` ".". */
export const number: TransformKind = {
  name: 'number',
  does: 'A number as people write it.',
  settings: {
    decimal: 'the mark before the fraction; left out: `.`',
    thousands: 'the mark between groups of digits; left out: none',
  },
  examples: [{ with: { decimal: ',', thousands: '.' }, value: '1.234,50', gives: 1234.5 }],
  compile: (settings) => {
    const decimal = settings.text('decimal', { fallback: '.' });
    const thousands = settings.text('thousands', { fallback: '', empty: true });
    if (FORBIDDEN.test(decimal)) throw new InvalidMapping('must be a mark such as . or ,', 'decimal');
    if (FORBIDDEN.test(thousands) || thousands === decimal) {
      throw new InvalidMapping('must be a mark other than the decimal one', 'thousands');
    }
    return ofValue((value) => {
      if (isNumber(value)) return value;
      const read = typeof value === 'string' ? readGrouped(value.trim(), decimal, thousands) : undefined;
      if (read === undefined)
        throw new ValueRefused('a number with these separators, of at most 1,000 digits');
      return read;
    });
  },
};

function readGrouped(text: string, decimal: string, thousands: string): JsonNumber | undefined {
  const [whole, fraction, ...more] = text.split(decimal) as [string, ...string[]];
  if (more.length > 0) return undefined;
  const groups = thousands === '' ? [whole] : whole.split(thousands);
  if (!isGrouped(groups)) return undefined;
  return readNumber(fraction === undefined ? groups.join('') : `${groups.join('')}.${fraction}`);
}

/** Groups have three digits, or two before the last one (as in India), so that `1,5` is not taken for fifteen. */
function isGrouped([, ...rest]: readonly string[]): boolean {
  return rest.every((group, index) => (index === rest.length - 1 ? /^\d{3}$/ : /^\d{2,3}$/).test(group));
}
