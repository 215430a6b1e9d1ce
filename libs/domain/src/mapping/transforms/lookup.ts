import type { JsonValue } from '../../json.js';
import { numberText, readNumber } from '../../number/exact-number.js';
import { castsBackTo } from './casts-back-to.js';
import { ofValue, scalarText, ValueRefused, type TransformKind } from './transform-kind.js';
import type { TransformSpec } from './transform.js';

/** Another value from a table; `otherwise` for what is not in it, without which it is refused. */
export const lookup: TransformKind = {
  name: 'lookup',
  does: 'Another value from a table. What is not in it is refused, unless `otherwise` says what it becomes.',
  settings: {
    table: 'an object: text found -> value to use',
    otherwise: 'for what the table does not list; may be null',
  },
  examples: [{ with: { table: { M: 'male', F: 'female' }, otherwise: null }, value: 'F', gives: 'female' }],
  compile: (settings) => {
    const table = new Map<string | undefined, JsonValue>(Object.entries(settings.table('table')));
    const otherwise = settings.has('otherwise') ? settings.any('otherwise') : undefined;
    return ofValue((value) => {
      const text = scalarText(value);
      const found = table.has(text) ? table.get(text) : otherwise;
      if (found === undefined) throw new ValueRefused('a value that the table lists');
      return found;
    });
  },
  invert: (settings, given) => {
    if (settings.has('otherwise')) return '`otherwise` stands for several values';
    const table = Object.entries(settings.table('table'));
    // One key of a text and of a number: which of them came is not kept.
    if (given === undefined && table.some(([key]) => !isOnlyText(key)))
      return 'its table finds texts and numbers or booleans alike; put a cast before it that says `from`';
    const values = table.map(([, value]) => (value === null ? undefined : scalarText(value)));
    if (values.includes(undefined)) return 'its table has values other than texts, numbers and booleans';
    if (new Set(values).size < values.length) return 'its table gives one value for several';
    const back = table.map(([key], index) => [values[index] as string, key] as const);
    const isText = table.every(([, value]) => typeof value === 'string');
    const transforms: TransformSpec[] = [{ name: 'lookup', table: Object.fromEntries<string>(back) }];
    return { transforms: [...transforms, ...castsBackTo(given)], gives: isText ? 'string' : undefined };
  },
};

/** Whether it is the text of no number and no boolean. */
function isOnlyText(key: string): boolean {
  if (key === 'true' || key === 'false') return false;
  const number = readNumber(key);
  return number === undefined || numberText(number) !== key;
}
