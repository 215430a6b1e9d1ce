import { InvalidFields, type FieldError } from '../errors/invalid-fields.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { InvalidMapping } from '../mapping/invalid-mapping.js';
import { parsePath, type FieldPath } from '../mapping/path.js';

/** What a caller wants changed of a record. */
export interface RecordEdit {
  /** By dotted path, as `address.street`: what is to be there. */
  readonly set: Readonly<Record<string, JsonValue>>;
  /** Dotted paths of what is to go. */
  readonly unset: readonly string[];
}

/**
 * The record with the edit; objects on the way to a field are made where there are none. Throws `request.invalid` for what is no path to a
 * field, leads through something that is no object, or is named twice.
 */
export function applyEdit(data: JsonObject, { set, unset }: RecordEdit): JsonObject {
  const errors: FieldError[] = [];
  const named: FieldPath[] = [];
  let edited = data;
  const apply = (at: string, text: string, value: JsonValue | undefined) => {
    try {
      const path = pathOf(text);
      if (named.some((other) => isWithin(path, other) || isWithin(other, path)))
        throw new InvalidMapping('names what another path of the request names as well');
      named.push(path);
      edited = writeAt(edited, path, value);
    } catch (error) {
      if (!(error instanceof InvalidMapping)) throw error;
      errors.push({ path: `${at}.${text}`, message: error.message });
    }
  };
  for (const [text, value] of Object.entries(set)) apply('set', text, value);
  for (const text of unset) apply('unset', text, undefined);
  if (errors.length > 0) throw new InvalidFields('request.invalid', errors);
  return edited;
}

function pathOf(text: string): FieldPath {
  const path = parsePath(text);
  if (path.length === 0) throw new InvalidMapping('names the whole record: name its fields');
  return path;
}

function isWithin(inner: FieldPath, outer: FieldPath): boolean {
  return outer.every((name, at) => inner[at] === name);
}

/** Undefined: it is to go. */
function writeAt(
  data: JsonObject,
  [name = '', ...rest]: FieldPath,
  value: JsonValue | undefined,
): JsonObject {
  // Not by assignment: `__proto__` is a field like any other.
  const fields = new Map<string, JsonValue>(Object.entries(data));
  const there = fields.get(name);
  if (rest.length === 0) {
    if (value === undefined) fields.delete(name);
    else fields.set(name, value);
  } else if (there === undefined || there === null) {
    if (value !== undefined) fields.set(name, writeAt({}, rest, value));
  } else if (isJsonObject(there)) {
    fields.set(name, writeAt(there, rest, value));
  } else {
    throw new InvalidMapping(`leads through "${name}", which is no object: give it as a whole`);
  }
  return Object.fromEntries(fields);
}
