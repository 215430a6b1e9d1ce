import { InvalidFields } from '../errors/invalid-fields.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { nearestName } from '../nearest-name.js';
import { printable } from '../printable.js';
import { SCHEMA_FORMATS } from './schema-formats.js';
import { SCHEMA_KEYWORDS } from './schema-keywords.js';
import { compilePattern, LONGEST_PATTERN } from './schema-pattern.js';

/** As JSON text, in characters. */
const LARGEST_SCHEMA = 256 * 1024;
const DEEPEST_SCHEMA = 32;
/** With every `$ref` counted as what it leads to: what one value may have to be held against. */
const MOST_SUBSCHEMAS = 10_000;
const DIALECT = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;
const SCALARS = ['string', 'number', 'integer', 'boolean', 'null'];

/** The walk through one schema. */
interface Walk {
  readonly root: JsonObject;
  /** Addresses of the `$ref`s that led to where it stands. */
  readonly refs: readonly string[];
  readonly depth: number;
  /** Shared by the whole walk. */
  readonly counted: { subschemas: number };
}

/**
 * Refuses a schema that cannot be applied in a time that grows with the record alone, or that says something else than its author
 * may think. Throws `config.invalid_schema`, with the place and the remedy.
 */
export function assertSchema(schema: JsonObject): void {
  const length = JSON.stringify(schema).length;
  if (length > LARGEST_SCHEMA) {
    throw invalid('', `is ${length} characters as JSON; at most ${LARGEST_SCHEMA} are taken`);
  }
  const dialect = schema['$schema'];
  if (dialect !== undefined && !(typeof dialect === 'string' && DIALECT.test(dialect))) {
    throw invalid(
      '$schema',
      'must be draft 2020-12 (https://json-schema.org/draft/2020-12/schema), or left out',
    );
  }
  walk(schema, '', { root: schema, refs: [], depth: 0, counted: { subschemas: 0 } });
}

function walk(schema: JsonValue, at: string, state: Walk): void {
  if (typeof schema === 'boolean') return;
  if (!isJsonObject(schema)) throw invalid(at, 'must be a schema: an object, true or false');
  state.counted.subschemas += 1;
  if (state.counted.subschemas > MOST_SUBSCHEMAS) {
    throw invalid(
      at,
      `the schema is too large: more than ${MOST_SUBSCHEMAS} schemas, each $ref counted as what it leads to`,
    );
  }
  if (state.depth > DEEPEST_SCHEMA) throw invalid(at, `schemas nest deeper than ${DEEPEST_SCHEMA} levels`);
  for (const [keyword, value] of Object.entries(schema)) checkKeyword({ schema, keyword, value }, at, state);
}

interface Keyword {
  readonly schema: JsonObject;
  readonly keyword: string;
  readonly value: JsonValue;
}

function checkKeyword({ schema, keyword, value }: Keyword, at: string, state: Walk): void {
  const here = under(at, keyword);
  const inner = { ...state, depth: state.depth + 1 };
  const holds = Object.hasOwn(SCHEMA_KEYWORDS, keyword) ? SCHEMA_KEYWORDS[keyword] : undefined;
  if (holds === undefined) throw unknownKeyword(here, keyword);
  if (holds === 'schema') walk(value, here, inner);
  if (holds === 'schemas' && Array.isArray(value)) {
    (value as readonly JsonValue[]).forEach((each, index) => walk(each, under(here, String(index)), inner));
  }
  if (holds === 'pattern' && typeof value === 'string') checkPattern(value, here);
  if ((holds === 'named schemas' || holds === 'names as patterns') && isJsonObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      if (holds === 'names as patterns') checkPattern(name, under(here, name));
      walk(each, under(here, name), inner);
    }
  }
  if (keyword === '$ref') follow(value, here, inner);
  if (keyword === '$id' && at !== '') throw invalid(here, 'only the whole schema may have an $id');
  if (keyword === 'format') checkFormat(value, here);
  if (keyword === 'uniqueItems' && value === true) checkUnique(schema, here);
}

/** `#` and a JSON pointer: a schema is complete in itself, and its time is bounded because it never comes back to itself. */
function follow(value: JsonValue, here: string, state: Walk): void {
  if (typeof value !== 'string' || !(value === '#' || value.startsWith('#/'))) {
    throw invalid(here, 'must lead into this schema (#/$defs/NAME): no schema is fetched from elsewhere');
  }
  if (value === '#' || state.refs.includes(value)) {
    throw invalid(
      here,
      'leads back to itself; say the levels that are meant one by one, or leave the inner ones open',
    );
  }
  const target = resolvePointer(state.root, value);
  if (target === undefined) throw invalid(here, `there is nothing at ${printable(value.slice(0, 200))}`);
  walk(target, here, { ...state, refs: [...state.refs, value] });
}

/** What a `$ref` within a schema leads to (RFC 6901); undefined: nothing. */
export function resolvePointer(root: JsonValue, ref: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of ref.split('/').slice(1)) {
    const name = decoded(step).replace(/~1/g, '/').replace(/~0/g, '~');
    if (Array.isArray(value))
      value = /^\d+$/.test(name) ? (value as readonly JsonValue[])[Number(name)] : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function checkPattern(pattern: string, here: string): void {
  if (pattern.length > LONGEST_PATTERN) {
    throw invalid(here, `patterns have at most ${LONGEST_PATTERN} characters`);
  }
  try {
    compilePattern(pattern);
  } catch (error) {
    const why = printable((error as Error).message.slice(0, 200));
    throw invalid(
      here,
      `is no pattern of the RE2 syntax, which has no look-around and no back references: ${why}`,
    );
  }
}

function checkFormat(value: JsonValue, here: string): void {
  if (typeof value !== 'string' || (SCHEMA_FORMATS as readonly string[]).includes(value)) return;
  throw invalid(here, `is not known; there are ${SCHEMA_FORMATS.join(', ')}`);
}

/** Of lists and objects each is compared with each. */
function checkUnique({ items }: JsonObject, here: string): void {
  const types = isJsonObject(items) ? [items['type']].flat() : [];
  const areScalars = types.length > 0 && types.every((type) => SCALARS.includes(type as string));
  if (areScalars) return;
  throw invalid(here, 'needs items of a simple type, for example "items": {"type": "string"}');
}

function unknownKeyword(here: string, keyword: string): InvalidFields {
  const near = nearestName(keyword, Object.keys(SCHEMA_KEYWORDS));
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return invalid(here, `is no keyword that a record type may use${guess}`);
}

function under(at: string, name: string): string {
  const step = printable(name.slice(0, 100));
  return at === '' ? step : `${at}/${step}`;
}

export function invalid(at: string, message: string): InvalidFields {
  return new InvalidFields('config.invalid_schema', [
    { path: at === '' ? 'schema' : `schema/${at}`, message },
  ]);
}
