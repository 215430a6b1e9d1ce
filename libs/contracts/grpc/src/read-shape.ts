import { z } from 'zod';
import { pascalCase, type FieldShape, type ObjectShape, type ValueShape, type Side } from './shape.js';

/** As much of JSON Schema (draft 2020-12) as the schemas of the operations make use of. */
interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly id?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
}

interface Place {
  /** What an object is called that has no name of its own. */
  readonly name: string;
  readonly side: Side;
  readonly defs: Readonly<Record<string, JsonSchema>>;
  /** By name: what refers to itself is read once. */
  readonly known: Map<string, ObjectShape>;
}

interface Read {
  readonly shape: ValueShape;
  readonly isNullable: boolean;
}

const JSON_SHAPE: ValueShape = { kind: 'json' };

/** The shape of what a schema lets through. `name` is that of an object without an id. */
export function readShape(schema: z.ZodType, side: Side, name: string): ValueShape {
  const { $defs: defs = {}, ...own } = z.toJSONSchema(schema, {
    io: side,
    unrepresentable: 'any',
  }) as unknown as JsonSchema;
  const place: Place = { name, side, defs: { ...defs, '#': own }, known: new Map() };
  return read(own, own.id === undefined ? place : { ...place, name: nameOf(own.id, side) }).shape;
}

function nameOf(id: string, side: Side): string {
  return side === 'input' ? `${id}Input` : id;
}

function read(schema: JsonSchema, place: Place): Read {
  if (schema.$ref !== undefined) return readReference(schema.$ref, place);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return readUnion(schema, alternatives, place);
  if (schema.const !== undefined) return plain(readConstants([schema.const]));
  if (schema.enum !== undefined) return plain(readConstants(schema.enum));
  const types = [schema.type ?? []].flat();
  const rest = types.filter((type) => type !== 'null');
  const shape = rest.length === 1 ? readType(rest[0] as string, schema, place) : JSON_SHAPE;
  return { shape, isNullable: types.includes('null') };
}

const plain = (shape: ValueShape): Read => ({ shape, isNullable: false });

function readReference(reference: string, place: Place): Read {
  const id = reference.replace('#/$defs/', '');
  const target = place.defs[id];
  if (target === undefined) return plain(JSON_SHAPE);
  const name = id === '#' ? place.name : nameOf(id, place.side);
  return read(target, { ...place, name });
}

function readConstants(values: readonly unknown[]): ValueShape {
  if (values.length === 2 && values.includes('true') && values.includes('false'))
    return { kind: 'flag text' };
  if (values.every((value) => typeof value === 'string')) return { kind: 'text' };
  return values.every((value) => typeof value === 'boolean') ? { kind: 'flag' } : JSON_SHAPE;
}

/** Objects of several kinds are one message with the fields of all; what is one thing or another otherwise is JSON. */
function readUnion(schema: JsonSchema, alternatives: readonly JsonSchema[], place: Place): Read {
  const others = alternatives.filter(({ type }) => type !== 'null');
  const isNullable = others.length < alternatives.length;
  const [only] = others;
  if (only !== undefined && others.length === 1) {
    const found = read(only, place);
    return { ...found, isNullable: isNullable || found.isNullable };
  }
  // Those without a name of their own are several all the same.
  const reads = others.map((other, kind) => read(other, { ...place, name: `${place.name}${kind + 1}` }));
  const objects = reads.map(({ shape }) => shape).filter((shape) => shape.kind === 'object');
  if (objects.length < reads.length) return { shape: JSON_SHAPE, isNullable };
  return { shape: joined(objects, { name: place.name, description: schema.description ?? '' }), isNullable };
}

function joined(
  objects: readonly ObjectShape[],
  named: Pick<ObjectShape, 'name' | 'description'>,
): ObjectShape {
  const names = [...new Set(objects.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  const fields = names.map((name) => {
    const found = objects.map((object) => object.fields.find((field) => field.name === name));
    const there = found.filter((field) => field !== undefined);
    const [first] = there as [FieldShape];
    const isSame = there.every(({ shape }) => isSameShape(shape, first.shape));
    return {
      ...first,
      shape: isSame ? first.shape : JSON_SHAPE,
      isOptional: there.length < objects.length || there.some(({ isOptional }) => isOptional),
      isNullable: there.some(({ isNullable }) => isNullable),
    };
  });
  return { kind: 'object', ...named, fields };
}

function isSameShape(one: ValueShape, other: ValueShape): boolean {
  if (one.kind === 'object') return other.kind === 'object' && one.name === other.name;
  if (one.kind !== 'list' && one.kind !== 'map') return one.kind === other.kind;
  return other.kind === one.kind && isSameShape(one.of, other.of);
}

function readType(type: string, schema: JsonSchema, place: Place): ValueShape {
  switch (type) {
    case 'string':
      return { kind: 'text' };
    case 'integer':
      return { kind: 'whole' };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'flag' };
    case 'array':
      return readCollection('list', schema.items, place);
    case 'object':
      return readObject(schema, place);
    default:
      return JSON_SHAPE;
  }
}

/** Lists of lists, and lists with null in them, cannot be said in protobuf. */
function readCollection(kind: 'list' | 'map', entry: JsonSchema | undefined, place: Place): ValueShape {
  const { shape, isNullable } = read(entry ?? {}, place);
  if (kind === 'map' && shape.kind === 'json') return JSON_SHAPE;
  if (isNullable || shape.kind === 'list' || shape.kind === 'map') return JSON_SHAPE;
  return { kind, of: shape };
}

function readObject(schema: JsonSchema, place: Place): ValueShape {
  const { properties, additionalProperties: others } = schema;
  const hasOthers = typeof others === 'object' && Object.keys(others).length > 0;
  if (properties === undefined || Object.keys(properties).length === 0) {
    if (hasOthers) return readCollection('map', others, place);
    return others === false ? { kind: 'object', name: place.name, description: '', fields: [] } : JSON_SHAPE;
  }
  // Names that are not known beforehand have no number.
  if (typeof others === 'object') return JSON_SHAPE;
  const known = place.known.get(place.name);
  if (known !== undefined) return known;
  const fields: FieldShape[] = [];
  const object: ObjectShape = {
    kind: 'object',
    name: place.name,
    description: schema.description ?? '',
    fields,
  };
  place.known.set(place.name, object);
  for (const [name, property] of Object.entries(properties)) {
    const { shape, isNullable } = read(property, { ...place, name: `${place.name}${pascalCase(name)}Part` });
    const isOptional = schema.required?.includes(name) !== true;
    fields.push({
      ...{ name, shape, isNullable, isOptional, side: place.side },
      description: property.description ?? '',
    });
  }
  return object;
}
