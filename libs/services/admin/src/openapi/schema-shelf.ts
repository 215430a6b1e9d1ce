import { z } from 'zod';
import type { JsonSchema } from './document-shapes.js';

type Side = 'input' | 'output';
type Shapes = Readonly<Record<string, JsonSchema>>;

const PLACE = '#/components/schemas/';
/** Where a schema is said to be until all are known. */
const STAND_IN = '#/$defs/';

/** As zod and a reader of JSON Schema both read it: what a format says already is not said by a pattern again. */
const FORMATS = new Set(['date-time', 'uuid']);

/**
 * Collects the schemas that have an id. What a caller may write and what is answered may differ under one id, for defaults are filled
 * in between: then the former is called `<id>Request`.
 */
export class SchemaShelf {
  private readonly shapes: Readonly<Record<Side, Record<string, JsonSchema>>> = { input: {}, output: {} };

  /** The schema with stand-ins for those with an id, to be put right by {@link finish}. */
  add(schema: z.ZodType, side: Side): JsonSchema {
    const { $schema: _, $defs = {}, ...own } = toJsonSchema(schema, side);
    const defined = $defs as Record<string, JsonSchema>;
    for (const [id, shape] of Object.entries(defined))
      this.shapes[side][id] = marked(asShape(shape, side), side);
    if (typeof own['id'] !== 'string') return marked(own, side);
    this.shapes[side][own['id']] = marked(asShape(own, side), side);
    return marked({ $ref: `${STAND_IN}${own['id']}` }, side);
  }

  /** The document with every stand-in replaced, and all schemas under their names, in order of these. */
  finish<Document>(document: Document): { readonly document: Document; readonly schemas: Shapes } {
    const { input, output } = this.shapes;
    const apart = namesApart(input, output);
    const nameOf = (id: string, side: Side) => (side === 'input' && apart.has(id) ? `${id}Request` : id);
    const named = <Part>(part: Part) => replaceReferences(part, (id, side) => `${PLACE}${nameOf(id, side)}`);
    const all = [...Object.entries(input).map(([id, shape]) => [nameOf(id, 'input'), named(shape)] as const)];
    all.push(...Object.entries(output).map(([id, shape]) => [id, named(shape)] as const));
    const sorted = all.sort(([one], [other]) => (one < other ? -1 : 1));
    return { document: named(document), schemas: Object.fromEntries(sorted) };
  }
}

function toJsonSchema(schema: z.ZodType, io: Side): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (FORMATS.has(jsonSchema.format ?? '')) delete jsonSchema.pattern;
    },
  });
}

/**
 * Defaults are said in words, and only of what a caller may leave out: generators of clients take a field with a default for one that is
 * always there, and would demand it in requests.
 */
function asShape({ id: _, default: __, ...shape }: JsonSchema, side: Side): JsonSchema {
  return JSON.parse(JSON.stringify(shape), (key, value: unknown) => {
    if (key !== 'properties') return value;
    const fields = Object.entries(value as Readonly<Record<string, JsonSchema>>);
    return Object.fromEntries(
      fields.map(([name, field]) => [name, side === 'input' ? said(field) : bare(field)]),
    );
  }) as JsonSchema;
}

function bare({ default: _, ...field }: JsonSchema): JsonSchema {
  return field;
}

function said(field: JsonSchema): JsonSchema {
  if (!('default' in field)) return field;
  const { description = '' } = field as { readonly description?: string };
  return {
    ...bare(field),
    description: `${description} Default: \`${JSON.stringify(field['default'])}\`.`.trim(),
  };
}

/** Says in each stand-in on which side it stands. */
function marked(part: JsonSchema, side: Side): JsonSchema {
  return mapReferences(part, (reference) =>
    reference.startsWith(STAND_IN) ? `${side}:${reference.slice(STAND_IN.length)}` : reference,
  );
}

function replaceReferences<Part>(part: Part, name: (id: string, side: Side) => string): Part {
  return mapReferences(part, (reference) => {
    const [, side, id] = /^(input|output):(.+)$/.exec(reference) ?? [];
    return id === undefined ? reference : name(id, side as Side);
  });
}

function mapReferences<Part>(part: Part, map: (reference: string) => string): Part {
  return JSON.parse(JSON.stringify(part), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? map(value) : value,
  ) as Part;
}

/** Ids of schemas that differ between the two sides, by themselves or by what they refer to. */
function namesApart(input: Shapes, output: Shapes): ReadonlySet<string> {
  const plain = (shape: JsonSchema | undefined) => JSON.stringify(shape)?.replace(/"(input|output):/g, '"');
  const both = Object.keys(input).filter((id) => id in output);
  const apart = new Set(both.filter((id) => plain(input[id]) !== plain(output[id])));
  const refersToOneApart = (id: string) =>
    [...JSON.stringify(input[id]).matchAll(/"input:([^"]+)"/g)].some(([, other]) =>
      apart.has(other as string),
    );
  for (let before = -1; before < apart.size;) {
    before = apart.size;
    for (const id of both) if (refersToOneApart(id)) apart.add(id);
  }
  return apart;
}
