import type { JsonObject, JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { compileReader, parseValuesPath } from '../mapping/path.js';
import { storableId } from '../record/external-id.js';
import { idText } from '../record/id-text.js';
import type { LinkRule } from './derive-rule.js';
import type { NamedLink } from './record-pieces.js';

/** Throws InvalidMapping where its path is none. */
export function compileLink({ name, at }: LinkRule): (data: JsonObject) => readonly NamedLink[] {
  const read = compileReader(parseValuesPath(at));
  return (data) => {
    const ids = new Set(valuesOf(read(data)).map(keyText));
    return [...ids].flatMap((externalId) => (externalId === null ? [] : [{ rule: name, externalId }]));
  };
}

function valuesOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

/** A value as an external id or a key; null where it cannot be one. */
export function keyText(value: JsonValue | undefined): string | null {
  return storableId(idText(value));
}
