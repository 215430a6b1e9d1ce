import type { JsonValue } from '../json.js';
import { isList } from './is-list.js';
import { isScalar } from './is-scalar.js';
import { canBeOrdered, isInOrder, ordered, sortedKeys } from './key-order.js';

/**
 * JSON text that is the same for equal values: keys in code unit order, no white space, numbers and texts as
 * `JSON.stringify` writes them (RFC 8785 in spirit). Recurses: ask {@link findUnfit} first where the depth is not known.
 */
export function canonicalText(value: JsonValue): string {
  // What the mapping made is in order already. Where it is not, a copy in order and the built-in writer are together
  // several times faster than a writer of our own.
  // Stryker disable next-line ConditionalExpression: the other ways give the same text, in a longer time
  if (isInOrder(value)) return JSON.stringify(value);
  return canBeOrdered(value) ? JSON.stringify(ordered(value)) : write(value);
}

function write(value: JsonValue): string {
  if (isScalar(value)) return JSON.stringify(value);
  if (isList(value)) {
    let text = '';
    for (const item of value) text += (text === '' ? '' : ',') + write(item);
    return `[${text}]`;
  }
  let text = '';
  for (const key of sortedKeys(value)) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(value[key] as JsonValue)}`;
  }
  return `{${text}}`;
}
