import { isJsonObject, isNumber, numberText, type JsonValue } from '@evenkeel/domain';
import type { PageBody } from '../request/page-call.js';
import type { OperationSettings } from '../settings/write-settings.js';

type Lists = OperationSettings['formLists'];

/** A form, with what is nested as `address[city]`. Null is an empty text: that is how such providers take a value away. */
export function formBody(value: JsonValue, lists: Lists): PageBody {
  const fields = new URLSearchParams();
  for (const [name, text] of fieldsOf('', value, lists)) fields.append(name, text);
  return { text: fields.toString(), contentType: 'application/x-www-form-urlencoded' };
}

type Field = readonly [name: string, text: string];

function fieldsOf(name: string, value: JsonValue, lists: Lists): readonly Field[] {
  if (Array.isArray(value)) {
    const entries: readonly JsonValue[] = value;
    if (entries.length === 0) return [[name, '']];
    const step = {
      indexes: (nth: number) => `${name}[${nth}]`,
      brackets: () => `${name}[]`,
      repeat: () => name,
    }[lists];
    return entries.flatMap((entry, nth) => fieldsOf(step(nth), entry, lists));
  }
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([member, inner]) =>
      fieldsOf(name === '' ? member : `${name}[${member}]`, inner, lists),
    );
  return [[name, textOf(value)]];
}

function textOf(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (isNumber(value)) return numberText(value);
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
