import type { JsonValue } from '../json.js';

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
