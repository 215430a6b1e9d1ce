import type { JsonValue } from '../../json.js';
import { isNumber, isWhole, readNumber, type JsonNumber } from '../../number/exact-number.js';
import type { Settings } from './settings.js';
import {
  ofValue,
  scalarText,
  ValueRefused,
  type Inverse,
  type Present,
  type TransformKind,
} from './transform-kind.js';

type Target = 'string' | 'number' | 'integer' | 'boolean';
const TARGETS: readonly Target[] = ['string', 'number', 'integer', 'boolean'];

type Source = 'string' | 'number' | 'boolean';
/** What is taken, where the rule says so, and what it is called. */
const SOURCES: Readonly<
  Record<Source, { readonly is: (value: Present) => boolean; readonly wanted: string }>
> = {
  string: { is: (value) => typeof value === 'string', wanted: 'a text' },
  number: { is: isNumber, wanted: 'a number' },
  boolean: { is: (value) => typeof value === 'boolean', wanted: 'a boolean' },
};

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
  settings: {
    to: '`string`, `number`, `integer` or `boolean` (true, false, 1 and 0, also as text)',
    from: '`string`, `number` or `boolean`: nothing else is taken, so that the way back is known; left out: any',
  },
  examples: [
    { with: { to: 'number' }, value: '12.50', gives: 12.5 },
    { with: { to: 'boolean' }, value: '1', gives: true },
  ],
  compile: (settings) => {
    const change = CASTS[settings.oneOf('to', TARGETS)];
    const from = sourceOf(settings);
    if (from === undefined) return ofValue(change);
    const { is, wanted } = SOURCES[from];
    return ofValue((value) => {
      if (!is(value)) throw new ValueRefused(wanted);
      return change(value);
    });
  },
  invert: (settings, given) => {
    const to = settings.oneOf('to', TARGETS);
    const from = given ?? sourceOf(settings);
    if (from === undefined) return 'say in `from` what the provider sends';
    return (
      WAYS_BACK[to][from === 'integer' ? 'number' : from] ?? `several of the provider's values are one ${to}`
    );
  },
};

const castTo = (to: Target, from: Source) => ({ name: 'cast', to, from });

/** Where it loses nothing, by what it makes and what it was. */
const WAYS_BACK: Readonly<Record<Target, Partial<Record<Source, Inverse>>>> = {
  string: {
    string: { transforms: [], gives: 'string' },
    number: { transforms: [castTo('number', 'string')], gives: 'string' },
    boolean: { transforms: [castTo('boolean', 'string')], gives: 'string' },
  },
  number: { number: { transforms: [], gives: 'number' } },
  integer: { number: { transforms: [], gives: 'integer' } },
  boolean: {
    boolean: { transforms: [], gives: 'boolean' },
    number: { transforms: [{ name: 'lookup', table: { true: 1, false: 0 } }], gives: 'boolean' },
  },
};

function sourceOf(settings: Settings): Source | undefined {
  return settings.has('from') ? settings.oneOf('from', Object.keys(SOURCES) as Source[]) : undefined;
}

function toNumber(value: Present): JsonNumber {
  if (isNumber(value)) return value;
  const number = typeof value === 'string' ? readNumber(value.trim()) : undefined;
  if (number === undefined) throw new ValueRefused('a number of at most 1,000 digits');
  return number;
}
