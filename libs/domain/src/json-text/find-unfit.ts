import type { JsonObject, JsonValue } from '../json.js';
import { ExactNumber } from '../number/exact-number.js';
import { isList } from './is-list.js';

/** Deeper records are refused: neither the writer of JSON text nor the database goes down without end. */
export const MAX_JSON_DEPTH = 200;

/** Why a value cannot be written as the JSON text that the database takes, whatever its texts hold. */
export type Unfit = 'too_deep' | 'number_too_long';

/** Goes down no further than `limit` lists and objects within each other. */
export function findUnfit(value: JsonValue, limit = MAX_JSON_DEPTH): Unfit | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof ExactNumber) return value.isTooLong ? 'number_too_long' : undefined;
  if (limit <= 0) return 'too_deep';
  return isList(value) ? findInList(value, limit - 1) : findInObject(value, limit - 1);
}

function findInList(list: readonly JsonValue[], limit: number): Unfit | undefined {
  for (const item of list) {
    // Stryker disable next-line ConditionalExpression: all else is fit, which the call says as well, in a longer time
    const found = typeof item === 'object' ? findUnfit(item, limit) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInObject(object: JsonObject, limit: number): Unfit | undefined {
  for (const name in object) {
    const member = object[name];
    // Stryker disable next-line ConditionalExpression: all else is fit, which the call says as well, in a longer time
    const found = typeof member === 'object' ? findUnfit(member, limit) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
