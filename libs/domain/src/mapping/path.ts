import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { InvalidMapping } from './invalid-mapping.js';

/** The names that a dotted path to one value goes through; empty for `$`, the whole record. */
export type FieldPath = readonly string[];

/** Stands for every entry of a list, written as `*`. */
export const EVERY = Symbol('every entry');
/** The same for a path that may lead to many values at once. */
export type ValuesPath = readonly (string | typeof EVERY)[];

/** Reads one value of a record; undefined where the record has none. */
export type Reader = (record: JsonObject) => JsonValue | undefined;

/** A backslash is one with the letter that it escapes. */
const LETTER = /\\?./gs;
const ESCAPED = ['.', '\\', '$', '*'];

/**
 * Splits `address.street` at its dots. A dot, backslash, leading dollar sign or lone asterisk within a name is escaped by `\`.
 * Throws InvalidMapping, also where the path leads to many values.
 */
export function parsePath(text: string): FieldPath {
  const path = parseValuesPath(text);
  if (leadsToOne(path)) return path;
  throw new InvalidMapping('names every entry of a list where one value is meant; write \\* for a name');
}

/** The same, but `*` stands for every entry of a list: `lines.*.sku`. */
export function parseValuesPath(text: string): ValuesPath {
  if (text === '$') return [];
  if (text.startsWith('$.')) throw new InvalidMapping(`write ${text.slice(2)} rather than ${text}`);
  const written: string[][] = [[]];
  for (const [letter] of text.matchAll(LETTER)) {
    if (letter === '.') written.push([]);
    else written.at(-1)?.push(letter);
  }
  return written.map(stepOf);
}

function stepOf(letters: readonly string[]): ValuesPath[number] {
  if (letters.length === 0)
    throw new InvalidMapping('is a dotted path such as address.street, without empty names');
  return letters.length === 1 && letters[0] === '*' ? EVERY : letters.map(unescaped).join('');
}

function unescaped(letter: string): string {
  if (!letter.startsWith('\\')) return letter;
  if (ESCAPED.includes(letter.slice(1))) return letter.slice(1);
  throw new InvalidMapping(
    'a backslash can stand only before a dot, a backslash, a dollar sign or an asterisk',
  );
}

function leadsToOne(path: ValuesPath): path is FieldPath {
  return !path.includes(EVERY);
}

/** The path as a person would write it in a mapping. */
export function formatPath(path: ValuesPath): string {
  if (path.length === 0) return '$';
  const written = path.map(formatStep);
  return path[0] === '$' ? `\\${written.join('.')}` : written.join('.');
}

function formatStep(step: ValuesPath[number]): string {
  if (step === EVERY) return '*';
  return step === '*' ? '\\*' : step.replace(/[\\.]/g, (letter) => `\\${letter}`);
}

export function compileReader(path: ValuesPath): Reader {
  const only = path.length === 1 ? path[0] : undefined;
  // Most rules read one field, and each record is read by each of them.
  if (typeof only === 'string' && !isInherited(only)) return (record) => record[only];
  if (leadsToOne(path)) return (record) => readOne(record, path);
  return (record) => readAt(record, path);
}

/**
 * What is at a path of any JSON value; undefined where it leads nowhere. Behind `*` it is a list of what is there in the entries
 * that have something: undefined only where there is no list.
 */
export function readAt(value: JsonValue, path: ValuesPath): JsonValue | undefined {
  const at = path.indexOf(EVERY);
  if (at === -1) return readOne(value, path as FieldPath);
  const list = readOne(value, path.slice(0, at) as FieldPath);
  return isList(list) ? readEvery(list, path.slice(at + 1)) : undefined;
}

function readEvery(list: readonly JsonValue[], path: ValuesPath): readonly JsonValue[] {
  const found: JsonValue[] = [];
  for (const entry of list) {
    const inner = readAt(entry, path);
    if (inner === undefined) continue;
    if (!leadsToOne(path) && isList(inner)) for (const each of inner) found.push(each);
    else found.push(inner);
  }
  return found;
}

function readOne(value: JsonValue, path: FieldPath): JsonValue | undefined {
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
