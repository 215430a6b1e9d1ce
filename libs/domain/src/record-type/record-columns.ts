import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import type { ValueClass } from '../mapping/value-class.js';
import { parsePath } from '../mapping/path.js';
import { classesIn, type Shape } from '../shape/shape.js';
import { resolvePointer } from './assert-schema.js';

/** What a column of a record view shows of its property, and the SQL type that it has for ever. */
export const COLUMN_KINDS = {
  /** Texts only. */
  text: { sqlType: 'text' },
  /** Any simple value as its text, lists and objects as their JSON. */
  any: { sqlType: 'text' },
  number: { sqlType: 'numeric' },
  integer: { sqlType: 'bigint' },
  boolean: { sqlType: 'boolean' },
  timestamp: { sqlType: 'timestamp with time zone' },
  date: { sqlType: 'date' },
  json: { sqlType: 'jsonb' },
} as const satisfies Readonly<Record<string, { readonly sqlType: string }>>;
export type ColumnKind = keyof typeof COLUMN_KINDS;

export interface RecordColumn {
  /** As SQL names it, unquoted. */
  readonly name: string;
  /** The top-level property of the record that it shows. */
  readonly property: string;
  readonly kind: ColumnKind;
}

/** A property that a view is to show. */
export type WantedColumn = Omit<RecordColumn, 'name'>;

/** What every record view begins with. */
export const FIXED_COLUMNS = ['record_id', 'active', 'version', 'created_at', 'updated_at', 'data'] as const;
/** With the fixed ones; what is beyond is in `data`. */
export const MOST_COLUMNS = 1_000;
/** Bytes of a name in Postgres. */
const LONGEST_NAME = 63;

/** A job of the record type: what its mapping makes, or, where it has none, what was seen in the fields that it keeps. */
export interface ColumnSource {
  readonly mapping: readonly MappingRule[];
  readonly fields: readonly string[];
  readonly seen: Shape;
}

/** By the schema, else by what the mappings of the jobs make or, without one, by what was seen of their streams. */
export function wantedColumns(
  schema: JsonObject | null,
  jobs: readonly ColumnSource[],
): readonly WantedColumn[] {
  const properties = schema?.['properties'];
  if (schema !== null && isJsonObject(properties)) {
    return Object.entries(properties).map(([property, each]) => ({ property, kind: kindOf(each, schema) }));
  }
  const wanted = new Map<string, ColumnKind>();
  for (const { property, kind } of jobs.flatMap(columnsOfJob)) {
    const known = wanted.get(property);
    wanted.set(property, known === undefined || known === kind ? kind : merged(known, kind));
  }
  return [...wanted].map(([property, kind]) => ({ property, kind }));
}

function columnsOfJob({ mapping, fields, seen }: ColumnSource): readonly WantedColumn[] {
  if (mapping.length === 0) return columnsSeen(seen, fields);
  return mapping.flatMap((rule) => {
    const [property, ...rest] = parsePath(rule.target);
    if (property === undefined) return [];
    return [{ property, kind: rest.length > 0 ? ('json' as const) : kindOfRule(rule) }];
  });
}

/** One that was only ever null has no column yet: its type would be a guess, and stay. */
function columnsSeen({ fields }: Shape, kept: readonly string[]): readonly WantedColumn[] {
  const names = new Set(kept.map((path) => parsePath(path)[0]));
  return [...fields].flatMap(([property, { classes }]) => {
    const kinds = new Set(
      classesIn(classes).flatMap((each) => (each === 'null' ? [] : [KIND_OF_CLASS[each]])),
    );
    const [kind] = kinds;
    if (kind === undefined || (names.size > 0 && !names.has(property))) return [];
    return [{ property, kind: kinds.size === 1 ? kind : 'json' }];
  });
}

const KIND_OF_CLASS = {
  text: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  list: 'json',
  object: 'json',
} as const satisfies Readonly<Record<Exclude<ValueClass, 'null'>, ColumnKind>>;

function merged(one: ColumnKind, other: ColumnKind): ColumnKind {
  return one === 'json' || other === 'json' ? 'json' : 'any';
}

/**
 * The columns of a view that shows what is wanted, without taking anything from views that people have built on it: a column keeps
 * its place, its name and its SQL type for ever, and what is new or has another type is appended.
 */
export function layOutColumns(
  existing: readonly RecordColumn[],
  wanted: readonly WantedColumn[],
): readonly RecordColumn[] {
  const columns = [...existing];
  const taken = new Set<string>([...FIXED_COLUMNS, ...columns.map(({ name }) => name.toLowerCase())]);
  for (const { property, kind } of wanted) {
    const at = columns.findIndex(
      (column) =>
        column.property === property && COLUMN_KINDS[column.kind].sqlType === COLUMN_KINDS[kind].sqlType,
    );
    const known = columns[at];
    if (known !== undefined) {
      columns[at] = { ...known, kind };
    } else if (columns.length + FIXED_COLUMNS.length < MOST_COLUMNS) {
      const name = freeName(property, taken);
      taken.add(name.toLowerCase());
      columns.push({ name, property, kind });
    }
  }
  return columns;
}

/** Names that differ by case alone are one to people who do not quote them. */
function freeName(property: string, taken: ReadonlySet<string>): string {
  const wanted = property === '' ? '_' : property;
  for (let attempt = 1; ; attempt += 1) {
    const suffix = attempt === 1 ? '' : `_${attempt}`;
    const name = `${cutToBytes(wanted, LONGEST_NAME - suffix.length)}${suffix}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Whole characters, as UTF-8 takes them. */
export function cutToBytes(text: string, bytes: number): string {
  let left = bytes;
  let cut = '';
  for (const letter of text) {
    left -= Buffer.byteLength(letter);
    if (left < 0) break;
    cut += letter;
  }
  return cut;
}

const KIND_OF_TYPE: Readonly<Record<string, ColumnKind>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
};
const KIND_OF_FORMAT: Readonly<Record<string, ColumnKind>> = { 'date-time': 'timestamp', date: 'date' };

function kindOf(property: JsonValue, root: JsonObject): ColumnKind {
  if (!isJsonObject(property)) return 'json';
  const ref = property['$ref'];
  if (typeof ref === 'string') return kindOf(resolvePointer(root, ref) ?? null, root);
  const choices = property['anyOf'] ?? property['oneOf'];
  if (property['type'] === undefined && Array.isArray(choices)) {
    const real = (choices as readonly JsonValue[]).filter(
      (each) => !(isJsonObject(each) && each['type'] === 'null'),
    );
    return real.length === 1 ? kindOf(real[0] as JsonValue, root) : 'json';
  }
  const types = [property['type']].flat().filter((type) => type !== 'null') as readonly unknown[];
  if (types.length === 2 && types.includes('integer') && types.includes('number')) return 'number';
  if (types.length !== 1 || typeof types[0] !== 'string') return kindOfEnum(property);
  const kind = lookUp(KIND_OF_TYPE, types[0]) ?? 'json';
  const { format } = property;
  return kind === 'text' && typeof format === 'string' ? (lookUp(KIND_OF_FORMAT, format) ?? kind) : kind;
}

function kindOfEnum(property: JsonObject): ColumnKind {
  const values = property['enum'] ?? [property['const'] ?? 0];
  return property['type'] === undefined &&
    Array.isArray(values) &&
    values.every((value) => typeof value === 'string')
    ? 'text'
    : 'json';
}

function kindOfRule({ transforms = [] }: MappingRule): ColumnKind {
  const last = transforms.at(-1);
  if (typeof last !== 'object' || last.name !== 'cast' || typeof last['to'] !== 'string') return 'any';
  return lookUp(KIND_OF_TYPE, last['to']) ?? 'any';
}

function lookUp(table: Readonly<Record<string, ColumnKind>>, key: string): ColumnKind | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
