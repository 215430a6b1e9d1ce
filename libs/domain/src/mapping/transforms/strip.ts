import { isJsonObject, type JsonObject, type JsonValue } from '../../json.js';
import { isList } from '../../json-text/is-list.js';
import { ofValue, ValueRefused, type Present, type TransformKind } from './transform-kind.js';

type Controls = 'remove' | 'keep';
const CONTROLS: readonly Controls[] = ['remove', 'keep'];
// With the `u` flag a surrogate is matched only where it is not part of a pair.
const STRIPPED: Readonly<Record<Controls, RegExp>> = {
  remove: /(?![\t\n\r])\p{Cc}|\p{Surrogate}/gu,
  keep: /\0|\p{Surrogate}/gu,
};

/** Takes out of texts what no database can hold, so that the record can be kept; lists and objects are gone through. */
export const strip: TransformKind = {
  name: 'strip',
  does: 'Takes NUL, halves of surrogate pairs and other control characters but tab, line feed and carriage return out of a text, so that a record that the database would refuse can be kept. In a list or object it does so with each text and each name of a field; other values stay.',
  settings: {
    with: 'what stands in place of each; left out: nothing',
    controls: '`keep` takes only NUL and halves of surrogate pairs; left out: `remove`',
  },
  examples: [
    { value: 'a\u0000b\u0007\tc', gives: 'ab\tc' },
    { with: { controls: 'keep' }, value: { note: 'a\u0000\u0007' }, gives: { note: 'a\u0007' } },
  ],
  compile: (settings) => {
    const substitute = settings.text('with', { fallback: '', empty: true });
    const stripped = STRIPPED[settings.oneOf('controls', CONTROLS, 'remove')];
    // A function, for a text would have its dollar signs read as places.
    const clean = (text: string) => text.replace(stripped, () => substitute);
    return ofValue((value) => stripAll(value, clean));
  },
};

type Clean = (text: string) => string;

function stripAll(value: Present, clean: Clean): JsonValue {
  const inner = (item: JsonValue) => (item === null ? null : stripAll(item, clean));
  if (typeof value === 'string') return clean(value);
  if (isList(value)) return value.map(inner);
  return isJsonObject(value) ? stripObject(value, clean, inner) : value;
}

function stripObject(object: JsonObject, clean: Clean, inner: (item: JsonValue) => JsonValue): JsonObject {
  const fields = new Map(Object.entries(object).map(([name, item]) => [clean(name), inner(item)]));
  if (fields.size < Object.keys(object).length)
    throw new ValueRefused('an object whose fields differ in more than what is stripped');
  return Object.fromEntries(fields);
}
