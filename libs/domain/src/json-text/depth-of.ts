import type { JsonValue } from '../json.js';
import { isList } from './is-list.js';

/** Deeper records are refused: neither the writer of JSON text nor the database goes down without end. */
export const MAX_JSON_DEPTH = 200;

/** How many lists and objects are nested in each other; counted no further than `limit + 1`. */
export function depthOf(value: JsonValue, limit = MAX_JSON_DEPTH): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (limit <= 0) return 1;
  let deepest = 0;
  const deepen = (inner: JsonValue): void => {
    if (typeof inner === 'object' && inner !== null) deepest = Math.max(deepest, depthOf(inner, limit - 1));
  };
  if (isList(value)) value.forEach(deepen);
  else for (const key in value) deepen(value[key] as JsonValue);
  return deepest + 1;
}
