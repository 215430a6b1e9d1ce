import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { InvalidMapping } from './invalid-mapping.js';

/** The names a dotted path goes through; empty for `$`, the whole record. */
export type FieldPath = readonly string[];

/** Reads one value of a record; undefined where the record has none. */
export type Reader = (record: JsonObject) => JsonValue | undefined;

/** A backslash is one with the letter that it escapes. */
const LETTER = /\\?./gs;

/** Splits `address.street` at its dots. A dot, backslash or leading dollar sign within a name is escaped by `\`. */
export function parsePath(text: string): FieldPath {
  if (text === '$') return [];
  if (text.startsWith('$.')) throw new InvalidMapping(`write ${text.slice(2)} rather than ${text}`);
  const names: string[] = [];
  let name = '';
  for (const [letter] of text.matchAll(LETTER)) {
    if (letter === '.') {
      names.push(name);
      name = '';
    } else if (letter.startsWith('\\')) {
      const escaped = letter.slice(1);
      if (!['.', '\\', '$'].includes(escaped)) {
        throw new InvalidMapping('a backslash can stand only before a dot, a backslash or a dollar sign');
      }
      name += escaped;
    } else {
      name += letter;
    }
  }
  names.push(name);
  if (names.includes(''))
    throw new InvalidMapping('is a dotted path such as address.street, without empty names');
  return names;
}

/** The path as a person would write it in a mapping. */
export function formatPath(path: FieldPath): string {
  if (path.length === 0) return '$';
  const written = path.map((name) => name.replace(/[\\.]/g, (letter) => `\\${letter}`)).join('.');
  return path[0] === '$' ? `\\${written}` : written;
}

export function compileReader(path: FieldPath): Reader {
  const only = path.length === 1 ? path[0] : undefined;
  // Most rules read one field, and each record is read by each of them.
  if (only !== undefined && !isInherited(only)) return (record) => record[only];
  return (record) => readAt(record, path);
}

/** What is at a path of any JSON value; undefined where it leads nowhere. */
export function readAt(value: JsonValue, path: FieldPath): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(childOf, value);
}

const INDEX = /^(?:0|[1-9]\d*)$/;

function childOf(parent: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(parent))
    return INDEX.test(name) ? (parent as readonly JsonValue[])[Number(name)] : undefined;
  if (!isJsonObject(parent)) return undefined;
  return isInherited(name) && !Object.hasOwn(parent, name) ? undefined : parent[name];
}

/** Names every object answers to, such as `constructor`: they are no fields unless the record has them itself. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}
