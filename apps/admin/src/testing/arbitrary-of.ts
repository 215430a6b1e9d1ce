import type { JsonSchema } from '@evenkeel/service-admin/testing';
import * as fc from 'fast-check';

type Values = fc.Arbitrary<unknown>;

export interface Sources {
  /** Shapes by their names. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Values that mean something, for fields of these names. */
  readonly known: Readonly<Record<string, Values>>;
}

/** As far as shapes go into each other. */
const DEEPEST = 6;

/** Values that a schema of the document takes. What it does not say, such as fields that exclude each other, they do not heed. */
export function arbitraryOf(schema: JsonSchema, sources: Sources, depth = 0): Values {
  const { $ref, anyOf, oneOf, enum: names, const: only } = schema as Keywords;
  const inside = (part: JsonSchema) => arbitraryOf(part, sources, depth + 1);
  if ($ref !== undefined) {
    const shape = sources.schemas[$ref.split('/').at(-1) ?? ''] ?? {};
    return inside(shape);
  }
  if (names !== undefined) return fc.constantFrom(...names);
  if (only !== undefined) return fc.constant(only);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(inside));
  return arbitraryOfType(schema, sources, depth);
}

interface Keywords extends JsonSchema {
  readonly $ref?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function arbitraryOfType(schema: Keywords, sources: Sources, depth: number): Values {
  const { minimum: min = -1e9, maximum: max = 1e9 } = schema;
  switch (schema.type) {
    case 'string':
      return texts(schema);
    case 'integer':
      return fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min, max, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return lists(schema, sources, depth);
    case 'object':
      return objects(schema, sources, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function texts({ format, pattern, minLength = 0, maxLength = 1000 }: Keywords): Values {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') {
    const between = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    return fc.date(between).map((date) => date.toISOString());
  }
  if (pattern !== undefined) {
    const fits = ({ length }: string) => length >= minLength && length <= maxLength;
    return fc.stringMatching(new RegExp(pattern, 'u')).filter(fits);
  }
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 20) });
}

function lists(
  { items = {}, minItems = 0, maxItems = 4 }: Keywords,
  sources: Sources,
  depth: number,
): Values {
  if (depth > DEEPEST) return fc.constant([]);
  const maxLength = Math.min(maxItems, minItems + 3);
  return fc.array(arbitraryOf(items, sources, depth + 1), { minLength: minItems, maxLength });
}

function objects({ properties, required = [] }: Keywords, sources: Sources, depth: number): Values {
  if (properties === undefined)
    return fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }));
  const fields = Object.entries(properties).map(([name, schema]) => {
    const known = Object.hasOwn(sources.known, name) ? sources.known[name] : undefined;
    const said = arbitraryOf(schema, sources, depth + 1);
    return [name, known === undefined ? said : fc.oneof({ arbitrary: known, weight: 4 }, said)] as const;
  });
  return sparseRecord(Object.fromEntries(fields), required);
}

/** With few of the fields that may be left out: of many at once one would be refused, and the others never looked at. */
export function sparseRecord(
  fields: Readonly<Record<string, Values>>,
  required: readonly string[],
): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const optional = Object.keys(fields).filter((name) => !required.includes(name));
  return fc.subarray(optional, { maxLength: Math.min(3, optional.length) }).chain((chosen) => {
    const kept = Object.entries(fields).filter(([name]) => required.includes(name) || chosen.includes(name));
    return fc.record(Object.fromEntries(kept));
  });
}
