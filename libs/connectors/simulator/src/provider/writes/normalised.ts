import { isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';

/** Values as a provider may keep them: texts are trimmed, numbers have two digits behind the point, lists are in order. */
export function normalised(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, kept(value)]));
}

function kept(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Math.round(value * 100) / 100;
  if (Array.isArray(value)) {
    const entries: readonly JsonValue[] = value;
    const text = (entry: JsonValue) => JSON.stringify(entry);
    return entries.map(kept).toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
  }
  return isJsonObject(value) ? normalised(value) : value;
}
