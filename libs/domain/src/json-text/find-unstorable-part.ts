import type { JsonValue } from '../json.js';
import { ExactNumber, MAX_NUMBER_DIGITS } from '../number/exact-number.js';
import { MAX_JSON_DEPTH, type Unfit } from './find-unfit.js';
import { isList } from './is-list.js';
import { isScalar } from './is-scalar.js';
import { isStorable } from './unstorable-text.js';

/** A part of a value that no database can hold. */
export interface UnstorablePart {
  /** Names of fields, and places in lists. */
  readonly path: readonly (string | number)[];
  readonly kind: 'unstorable_text' | Unfit;
}

/** What is said of such a part behind where it is. */
export const UNSTORABLE_SAYS: Readonly<Record<UnstorablePart['kind'], string>> = {
  unstorable_text: 'holds NUL or half of a surrogate pair',
  number_too_long: `is a number of more than ${MAX_NUMBER_DIGITS} digits`,
  too_deep: `nests deeper than ${MAX_JSON_DEPTH} levels`,
};

/** The first such part, of names and values alike; undefined if there is none. */
export function findUnstorablePart(value: JsonValue): UnstorablePart | undefined {
  return search(value, []);
}

function search(value: JsonValue, path: UnstorablePart['path']): UnstorablePart | undefined {
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
