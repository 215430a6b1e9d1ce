import type { JsonValue } from '../json.js';
import { isScalar } from './is-scalar.js';

/** Deeper records are refused: neither the writer of JSON text nor the database goes down without end. */
export const MAX_JSON_DEPTH = 200;

/** How many lists and objects are nested in each other; counted no further than `limit + 1`. */
export function depthOf(value: JsonValue, limit = MAX_JSON_DEPTH): number {
  if (isScalar(value)) return 0;
  if (limit <= 0) return 1;
  let deepest = 0;
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner, limit - 1));
  return deepest + 1;
}
