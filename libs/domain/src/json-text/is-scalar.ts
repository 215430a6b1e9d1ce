import type { JsonScalar, JsonValue } from '../json.js';
import { ExactNumber } from '../number/exact-number.js';

/** Whether nothing is nested in a value. */
export function isScalar(value: JsonValue): value is JsonScalar {
  return typeof value !== 'object' || value === null || value instanceof ExactNumber;
}
