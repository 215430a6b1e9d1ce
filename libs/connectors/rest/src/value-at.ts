import { isJsonObject, type JsonValue } from '@evenkeel/domain';

/** What is at a dotted path (`data.0.id`; '' is the value itself); undefined where the path leads nowhere. */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  if (path === '') return value;
  let at: JsonValue | undefined = value;
  for (const name of path.split('.')) {
    if (Array.isArray(at)) at = (at as readonly JsonValue[])[Number(name)];
    else if (isJsonObject(at) && Object.hasOwn(at, name)) at = at[name];
    else return undefined;
  }
  return at;
}

/** A text or number as text, for ids, cursors and positions; null for anything else and for an empty text. */
export function textAt(value: JsonValue, path: string): string | null {
  const found = valueAt(value, path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : null;
}
