import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';

/** What makes one record of another, as RFC 7396 has it: objects member by member, anything else as a whole, and null for what is to be there no more. */
export function mergePatchOf(before: JsonObject, now: JsonObject): JsonObject {
  const patch = new Map<string, JsonValue>();
  for (const name of Object.keys(before)) if (!Object.hasOwn(now, name)) patch.set(name, null);
  for (const [name, is] of Object.entries(now)) {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    if (was !== undefined && canonicalText(was) === canonicalText(is)) continue;
    const isInner = isJsonObject(is) && isJsonObject(was);
    patch.set(name, isInner ? mergePatchOf(was, is) : is);
  }
  return Object.fromEntries(patch);
}

/** The record with such a patch laid over it. */
export function layOver(record: JsonObject, patch: JsonObject): JsonObject {
  const laid = new Map<string, JsonValue>(Object.entries(record));
  for (const [name, value] of Object.entries(patch)) {
    const own = laid.get(name);
    if (value === null) laid.delete(name);
    else laid.set(name, isJsonObject(value) ? layOver(isJsonObject(own) ? own : {}, value) : value);
  }
  return Object.fromEntries(laid);
}
