import {
  idText,
  isJsonObject,
  parseValuesPath,
  readAt,
  type ValuesPath,
  type JsonValue,
} from '@evenkeel/domain';

/** Paths come from settings: they are few, and read with every record. */
const PARSED = new Map<string, ValuesPath>();
const MOST_PARSED = 10_000;

/** What is at a path of the one path language (`data.0.id`; '' is the value itself); undefined where it leads nowhere. */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  return path === '' ? value : readAt(value, parsed(path));
}

/** A text or number as text, for ids, cursors and positions; null for anything else and for an empty text. */
export function textAt(value: JsonValue, path: string): string | null {
  return idText(valueAt(value, path));
}

/** Whether this is null, an empty text, list or object, or not there at all. */
export function isNothing(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether the body has a member that is named as the whole path: a dot in the name was not escaped. */
export function isUnescaped(body: JsonValue, path: string): boolean {
  return (
    path.includes('.') && valueAt(body, path) === undefined && isJsonObject(body) && Object.hasOwn(body, path)
  );
}

function parsed(path: string): ValuesPath {
  const known = PARSED.get(path);
  if (known !== undefined) return known;
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  const names = parseValuesPath(path);
  PARSED.set(path, names);
  return names;
}
