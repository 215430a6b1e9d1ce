import type { JsonValue } from '../json.js';
import { isScalar } from '../json-text/is-scalar.js';
import { isStorable } from '../json-text/unstorable-text.js';
import { formatPath, type FieldPath } from '../mapping/path.js';

/** Dotted path of the first field whose name or text cannot be stored; undefined if there is none. */
export function findUnstorableField(value: JsonValue): string | undefined {
  const path = search(value, []);
  return path && formatPath(path);
}

function search(value: JsonValue, path: FieldPath): FieldPath | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (isScalar(value)) return undefined;
  for (const [name, inner] of Object.entries<JsonValue>(value)) {
    const found = isStorable(name) ? search(inner, [...path, name]) : [...path, name];
    if (found) return found;
  }
  return undefined;
}
