import { isJsonObject, type JsonObject } from '../../json.js';
import { isList } from '../../json-text/is-list.js';
import { ofValue, ValueRefused, type TransformKind } from './transform-kind.js';

/** Only the named fields of an object, or of each object in a list. */
export const pick: TransformKind = {
  name: 'pick',
  does: 'Only the named fields of an object, or of each object in a list.',
  settings: { keys: 'their names' },
  examples: [
    {
      with: { keys: ['sku', 'qty'] },
      value: [{ sku: 'a', qty: 2, note: 'x' }],
      gives: [{ qty: 2, sku: 'a' }],
    },
  ],
  compile: (settings) => {
    const keys = [...new Set(settings.texts('keys'))].sort();
    const pickFrom = (object: unknown): JsonObject => {
      if (!isJsonObject(object)) throw new ValueRefused('an object or a list of objects');
      // Not by assignment: a key may be called `__proto__`.
      return Object.fromEntries(
        keys.filter((key) => Object.hasOwn(object, key)).map((key) => [key, object[key] ?? null]),
      );
    };
    return ofValue((value) => (isList(value) ? value.map(pickFrom) : pickFrom(value)));
  },
};
