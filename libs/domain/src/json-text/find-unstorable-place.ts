import type { JsonValue } from '../json.js';
import { ExactNumber, MAX_NUMBER_DIGITS } from '../number/exact-number.js';
import { MAX_JSON_DEPTH, type Unfit } from './find-unfit.js';
import { isList } from './is-list.js';
import { isScalar } from './is-scalar.js';
import { isStorable } from './unstorable-text.js';

/** Where in a value something is that no database can hold, and what. */
export interface UnstorablePlace {
  /** Names of fields, and places in lists. */
  readonly path: readonly (string | number)[];
  readonly kind: 'unstorable_text' | Unfit;
}

/** What is said behind the place. */
export const UNSTORABLE_SAYS: Readonly<Record<UnstorablePlace['kind'], string>> = {
  unstorable_text: 'holds NUL or half of a surrogate pair',
  number_too_long: `is a number of more than ${MAX_NUMBER_DIGITS} digits`,
  too_deep: `nests deeper than ${MAX_JSON_DEPTH} levels`,
};

/** The first such place, among names and values alike; undefined if there is none. */
export function findUnstorablePlace(value: JsonValue): UnstorablePlace | undefined {
  return search(value, []);
}

function search(value: JsonValue, path: UnstorablePlace['path']): UnstorablePlace | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : { path, kind: 'unstorable_text' };
  if (value instanceof ExactNumber) return value.isTooLong ? { path, kind: 'number_too_long' } : undefined;
  if (isScalar(value)) return undefined;
  if (path.length >= MAX_JSON_DEPTH) return { path: [], kind: 'too_deep' };
  const parts: Iterable<readonly [string | number, JsonValue]> = isList(value)
    ? value.entries()
    : Object.entries(value);
  for (const [name, inner] of parts) {
    const at = [...path, name];
    if (typeof name === 'string' && !isStorable(name)) return { path: at, kind: 'unstorable_text' };
    const found = search(inner, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
