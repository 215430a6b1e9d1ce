import type { JsonValue } from '../json.js';
import { isList } from './is-list.js';

/**
 * JSON text that is the same for equal values: keys in code unit order, no white space, numbers and texts as
 * `JSON.stringify` writes them (RFC 8785 in spirit). Recurses: check {@link depthOf} first where the depth is not known.
 */
export function canonicalText(value: JsonValue): string {
  // What the mapping made is in order already, and the built-in writer is several times faster than ours.
  return isInOrder(value) ? JSON.stringify(value) : write(value);
}

function isInOrder(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) {
    for (const item of value) if (!isInOrder(item)) return false;
    return true;
  }
  let last = '';
  for (const key in value) {
    if (key < last || !isInOrder(value[key] as JsonValue)) return false;
    last = key;
  }
  return true;
}

function write(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) {
    let text = '';
    for (const item of value) text += (text === '' ? '' : ',') + write(item);
    return `[${text}]`;
  }
  let text = '';
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(value[key] as JsonValue)}`;
  }
  return `{${text}}`;
}
