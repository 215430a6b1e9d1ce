import type { JsonValue } from '../json.js';

/** Whether nothing is nested in a value. */
export function isScalar(value: JsonValue): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null;
}
