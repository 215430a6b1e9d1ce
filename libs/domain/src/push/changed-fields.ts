import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';

/** The fields of `now` that are not as they were, and null for those that are there no more. */
export function changedFields(before: JsonObject, now: JsonObject): JsonObject {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const changed: Record<string, JsonValue> = {};
  for (const name of names) {
    const [was, is] = [ownOf(before, name), ownOf(now, name)];
    if (textOf(was) !== textOf(is)) define(changed, name, is ?? null);
  }
  return changed;
}

/** Whether a record has everything of another; it may have more, also within objects. What is null there may be missing. */
export function holds(record: JsonValue | undefined, sent: JsonValue): boolean {
  if (sent === null) return record === undefined || record === null;
  if (!isJsonObject(sent)) return record !== undefined && canonicalText(record) === canonicalText(sent);
  if (!isJsonObject(record)) return false;
  return Object.entries(sent).every(([name, value]) => holds(ownOf(record, name), value));
}

function ownOf(record: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : canonicalText(value);
}

/** A field may be called `__proto__`. */
function define(record: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}
