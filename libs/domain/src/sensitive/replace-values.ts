import { isJsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { EVERY, type ValuesPath } from '../mapping/path.js';
import type { SensitiveFields } from './sensitive-fields.js';

/** What stands in the place of a value that is not shown. */
export const MASKED = '***';

/** What becomes of a value at one of the paths, and of any other text. Null says nothing about anything and stays. */
interface Replacing {
  readonly sensitive: (value: JsonValue) => JsonValue;
  readonly text?: (text: string) => JsonValue;
}

/** The same value with what is at these paths replaced, the outermost where one is within another. A path may lead nowhere. */
export function replaceValues(value: JsonValue, fields: SensitiveFields, replacing: Replacing): JsonValue {
  if (value === null) return null;
  if (fields.some(({ length }) => length === 0)) return replacing.sensitive(value);
  const { text } = replacing;
  if (typeof value === 'string') return text === undefined ? value : text(value);
  if (fields.length === 0 && text === undefined) return value;
  const within = (child: JsonValue, step: string) =>
    replaceValues(child, stepInto(fields, step, isList(value)), replacing);
  if (isList(value)) return value.map((child, index) => within(child, String(index)));
  if (!isJsonObject(value)) return value;
  // Entry by entry: a field may be called `__proto__`.
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, within(child, name)]));
}

/** The record as it may be shown. */
export function maskValues(value: JsonValue, fields: SensitiveFields): JsonValue {
  return replaceValues(value, fields, { sensitive: () => MASKED });
}

/** What is left of the paths that lead through this entry. */
function stepInto(fields: SensitiveFields, step: string, isEntryOfList: boolean): SensitiveFields {
  return fields.flatMap(([first, ...rest]: ValuesPath) =>
    first === step || (first === EVERY && isEntryOfList) ? [rest] : [],
  );
}
