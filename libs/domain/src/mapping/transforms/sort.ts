import { isJsonObject, type JsonValue } from '../../json.js';
import { canonicalText } from '../../json-text/canonical-text.js';
import { isList } from '../../json-text/is-list.js';
import { compareNumbers, isNumber } from '../../number/exact-number.js';
import { inSetting } from '../invalid-mapping.js';
import { compileReader, parsePath, type Reader } from '../path.js';
import { ofValue, ValueRefused, type TransformKind } from './transform-kind.js';

type Order = 'ascending' | 'descending';
const ORDERS: readonly Order[] = ['ascending', 'descending'];

interface Entry {
  readonly item: JsonValue;
  readonly key: JsonValue | undefined;
  /** Of a list or an object, which are compared by it. */
  readonly text: string;
}

/** A list in an order that its values say, so that the order they came in is no change. Stable. */
export const sort: TransformKind = {
  name: 'sort',
  does: 'A list in the order of its values, so that another order at the provider is no change: booleans, numbers, texts (by their UTF-16 units, in no language in particular), lists, objects, and last those without a value. Entries that are equal stay in the order they came in: sort objects `by` a field that differs in each, or whole.',
  settings: {
    by: 'a path in the objects of the list; left out: the whole value',
    order: '`ascending` or `descending`; left out: `ascending`. What has no value is last in both',
  },
  examples: [
    { value: ['b', 'a', 10, 9], gives: [9, 10, 'a', 'b'] },
    {
      with: { by: 'rank', order: 'descending' },
      value: [{ rank: 1 }, { name: 'x' }, { rank: 2 }],
      gives: [{ rank: 2 }, { rank: 1 }, { name: 'x' }],
    },
  ],
  compile: (settings) => {
    const by = settings.has('by') ? settings.text('by') : undefined;
    const read = by === undefined ? undefined : inSetting('by', () => compileReader(parsePath(by)));
    const sign = settings.oneOf('order', ORDERS, 'ascending') === 'ascending' ? 1 : -1;
    return ofValue((value) => {
      if (!isList(value)) throw new ValueRefused('a list');
      const entries = value.map((item) => entryOf(item, read));
      return entries.sort((one, other) => compareEntries(one, other, sign)).map(({ item }) => item);
    });
  },
};

function entryOf(item: JsonValue, read: Reader | undefined): Entry {
  if (read !== undefined && !isJsonObject(item))
    throw new ValueRefused('a list of objects, sorted by a field');
  const key = read === undefined ? item : read(item as Parameters<Reader>[0]);
  return { item, key, text: isJsonObject(key) || isList(key) ? canonicalText(key) : '' };
}

/** Before which others a value comes, by its kind. */
const NO_VALUE = 5;
function rankOf(value: JsonValue | undefined): number {
  if (value === undefined || value === null) return NO_VALUE;
  if (typeof value === 'boolean') return 0;
  if (isNumber(value)) return 1;
  if (typeof value === 'string') return 2;
  return isList(value) ? 3 : 4;
}

function compareEntries(one: Entry, other: Entry, sign: number): number {
  const [rank, otherRank] = [rankOf(one.key), rankOf(other.key)];
  if (rank === NO_VALUE || otherRank === NO_VALUE) return rank - otherRank;
  return sign * (rank - otherRank || compareAlike(one, other));
}

/** Two of the same kind. */
function compareAlike({ key: one, text }: Entry, { key: other, text: otherText }: Entry): number {
  if (isNumber(one) && isNumber(other)) return compareNumbers(one, other);
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other);
  if (typeof one === 'boolean') return Number(one) - Number(other);
  return compareTexts(text, otherText);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
