import type { JsonValue } from '../../json.js';
import { isNumber, isWhole, readNumber, type JsonNumber } from '../../number/exact-number.js';
import { ofValue, scalarText, ValueRefused, type Present, type TransformKind } from './transform-kind.js';

type Target = 'string' | 'number' | 'integer' | 'boolean';
const TARGETS: readonly Target[] = ['string', 'number', 'integer', 'boolean'];

const CASTS: Readonly<Record<Target, (value: Present) => JsonValue>> = {
  string: (value) => {
    const text = scalarText(value);
    if (text === undefined) throw new ValueRefused('a text, a boolean or a number of at most 1,000 digits');
    return text;
  },
  number: toNumber,
  integer: (value) => {
    const number = toNumber(value);
    if (!isWhole(number)) throw new ValueRefused('a whole number');
    return number;
  },
  boolean: (value) => {
    const text = scalarText(value)?.trim().toLowerCase();
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw new ValueRefused('true, false, 1 or 0');
  },
};

/** Another type, without loss: what the other type cannot hold exactly is refused. */
export const cast: TransformKind = {
  name: 'cast',
  does: 'Another type, without loss: what the other type cannot hold exactly is refused.',
  settings: { to: '`string`, `number`, `integer` or `boolean` (true, false, 1 and 0, also as text)' },
  examples: [
    { with: { to: 'number' }, value: '12.50', gives: 12.5 },
    { with: { to: 'boolean' }, value: '1', gives: true },
  ],
  compile: (settings) => ofValue(CASTS[settings.oneOf('to', TARGETS)]),
};

function toNumber(value: Present): JsonNumber {
  if (isNumber(value)) return value;
  const number = typeof value === 'string' ? readNumber(value.trim()) : undefined;
  if (number === undefined) throw new ValueRefused('a number of at most 1,000 digits');
  return number;
}
