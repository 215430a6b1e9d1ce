import { OPERATIONS, operationList, refusalStatuses } from '@evenkeel/contracts-admin';
import { z } from 'zod';
import { DocumentSchemas } from '../testing/document-schemas.js';
import { answerOf } from './answer-of.js';
import { describeApi } from './describe-api.js';
import type { DescribedAnswer, DescribedOperation, JsonSchema } from './document-shapes.js';
import { EXAMPLES } from './examples.js';

const api = describeApi();
const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
const schemas = api.components.schemas;
const answersOf = ({ responses }: DescribedOperation): [string, DescribedAnswer][] =>
  Object.keys(responses).map((status) => [status, answerOf(api, { responses }, status) as DescribedAnswer]);

/** Sentences: they begin with a letter, a code or a number and end with a stop. */
const SAYS_SOMETHING = /^[A-Z0-9`'].{6,}[.`)]$/s;

/** Every schema in a part of the document with the place where it is, also within others. */
function* schemasIn(part: unknown, place: string): Generator<readonly [string, JsonSchema]> {
  if (typeof part !== 'object' || part === null) return;
  for (const [name, value] of Object.entries(part)) {
    if (name === 'example' || name === 'default' || name === 'enum') continue;
    if (name === 'properties' || name === 'schemas')
      for (const [field, schema] of Object.entries(value as object))
        yield [`${place}.${field}`, schema as JsonSchema];
    yield* schemasIn(value, `${place}.${name}`);
  }
}

const resolve = (schema: JsonSchema): JsonSchema =>
  typeof schema['$ref'] === 'string'
    ? (schemas[schema['$ref'].split('/').at(-1) as string] as JsonSchema)
    : schema;

const wordsOf = (schema: JsonSchema) =>
  ((schema['description'] ?? resolve(schema)['description'] ?? '') as string).replace(
    / Default: `.*`\.$/s,
    '',
  );

const undescribed = (part: unknown) =>
  [...schemasIn(part, '')]
    .filter(([, schema]) => !SAYS_SOMETHING.test(wordsOf(schema)))
    .map(([place]) => place);

/** Names of the shapes that a part of the document refers to, also by way of others. */
function shapesFrom(part: unknown, found = new Set<string>()): ReadonlySet<string> {
  for (const [, name] of JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    if (name === undefined || found.has(name)) continue;
    found.add(name);
    shapesFrom(schemas[name], found);
  }
  return found;
}

describe('the description of the API', () => {
  it('says of every property and every shape what it means', () => {
    expect([...schemasIn(api.components, '')].length).toBeGreaterThan(450);
    expect(undescribed(api.components)).toEqual([]);
    expect(undescribed(api.paths)).toEqual([]);
  });

  it('a property without a word would be seen', () => {
    expect(
      undescribed({ properties: { a: { type: 'string' }, b: { description: 'It is what it is.' } } }),
    ).toEqual(['.a']);
  });

  it('says of every parameter, body, header and answer what it means', () => {
    const said = operations.flatMap(({ operationId, parameters, requestBody, ...rest }) => [
      ...parameters.map(({ name, description }) => [`${operationId}?${name}`, description] as const),
      ...(requestBody === undefined ? [] : [[`${operationId} body`, requestBody.description] as const]),
      ...answersOf({ operationId, parameters, ...rest }).flatMap(
        ([status, { description, headers = {} }]) => [
          [`${operationId} ${status}`, description.replace(/^- /, '')] as const,
          ...Object.entries(headers).map(
            ([name, header]) => [`${operationId} ${name}`, header.description] as const,
          ),
        ],
      ),
    ]);
    expect(said.length).toBeGreaterThan(400);
    expect(
      said.filter(([, description]) => !SAYS_SOMETHING.test(description)).map(([place]) => place),
    ).toEqual([]);
  });

  it('tells of every operation its id, a summary, a description and a tag that is declared', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(OPERATIONS).sort());
    const declared = api.tags.map(({ name }) => name);
    for (const { summary, description, tags } of operations) {
      expect(summary).toMatch(/^[A-Z].*[^.]$/);
      expect(description).toMatch(SAYS_SOMETHING);
      expect(declared).toEqual(expect.arrayContaining([...tags]));
    }
    expect(new Set(operations.flatMap(({ tags }) => tags))).toEqual(new Set(declared));
  });

  it('declares what the table says of each operation, and no catch-all', () => {
    for (const operation of operationList) {
      const described = operations.find(
        ({ operationId }) => operationId === operation.id,
      ) as DescribedOperation;
      expect(Object.keys(described.responses).map(Number)).toEqual([
        operation.status,
        ...refusalStatuses(operation).keys(),
      ]);
    }
  });

  it('refers to no shape that it does not hold, and holds none that it does not refer to', () => {
    const referred = shapesFrom([api.paths, api.components.responses]);
    expect([...referred].sort()).toEqual(Object.keys(schemas).sort());
    expect(JSON.stringify(api)).not.toContain('$defs');
  });

  it('demands in a request nothing that has a default, and holds answers to all that is always there', () => {
    // Generators of clients take a field with a default for one that is always there.
    const named = Object.entries(schemas).filter(([, { properties = {} }]) =>
      Object.values(properties as object).some((field: object) => 'default' in field),
    );
    expect(named).toEqual([]);
    for (const { id, request } of operationList) {
      if (request.body === undefined) continue;
      const name = z.globalRegistry.get(request.body)?.id as string;
      const { required = [], properties = {} } = schemas[name] as {
        required?: string[];
        properties?: object;
      };
      const refused = request.body.safeParse({}).error?.issues ?? [];
      // What is refused when nothing is said is what has to be said.
      expect({ id, required }).toEqual({ id, required: refused.map(({ path }) => path[0]) });
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(required));
    }
    const { properties } = schemas['AddJob'] as { properties: Record<string, JsonSchema> };
    expect(properties['timeoutMinutes']?.['description']).toMatch(/Default: `60`\.$/);
    expect(schemas['AddJob']?.['required']).toEqual(['name', 'connection', 'stream', 'recordType']);
    expect(schemas['QuotaRequest']?.['required']).toBeUndefined();
    expect(schemas['Quota']?.['required']).toEqual(['rate', 'concurrency', 'reservedShare']);
  });

  it('needs no body where nothing has to be said', () => {
    const needed = new Map(
      operations.map(({ operationId, requestBody }) => [operationId, requestBody?.required]),
    );
    expect([needed.get('requestRun'), needed.get('cancelExecution'), needed.get('addJob')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('examples', () => {
  const contents = operations.flatMap((operation) => {
    const { operationId, requestBody } = operation;
    const answers = answersOf(operation).map(([, answer]) => answer);
    return [...(requestBody === undefined ? [] : [requestBody]), ...answers].flatMap(({ content }) =>
      Object.entries(content).map(([type, media]) => ({ operationId, type, ...media })),
    );
  });
  const shown = contents.filter(({ example }) => example !== undefined);

  it('fit their schemas', () => {
    const book = new DocumentSchemas(api);
    const wrong = shown.flatMap(({ operationId, type, schema, example }) =>
      book.complaints(schema, example).map((complaint) => `${operationId} ${type} ${complaint}`),
    );
    expect(shown.length).toBeGreaterThan(400);
    expect(wrong).toEqual([]);
  });

  it('are there for every body and every problem', () => {
    const without = contents.filter(
      ({ example, type }) => example === undefined && type !== 'application/json',
    );
    expect(without).toEqual([]);
    const bodies = operationList.filter(({ request }) => request.body !== undefined);
    const ids = bodies.map(({ request }) => z.globalRegistry.get(request.body as z.ZodType)?.id as string);
    expect(ids.filter((id) => !(id in EXAMPLES))).toEqual([]);
  });

  it('of requests are taken by what the operation takes', () => {
    for (const { id, request } of operationList) {
      const name = request.body && z.globalRegistry.get(request.body)?.id;
      if (name === undefined) continue;
      expect({ id, ...request.body?.safeParse(EXAMPLES[name]) }).toMatchObject({ id, success: true });
    }
  });
});

it('what is written and what is answered share a shape unless defaults make it two', () => {
  expect(Object.keys(schemas).filter((name) => name.endsWith('Request'))).toEqual([
    'ContractRequest',
    'CronScheduleRequest',
    'DeleteCeilingRequest',
    'HmacSigningRequest',
    'QuotaRequest',
    'RetryPolicyRequest',
    'ScheduleRequest',
    'SharedSecretRequest',
    'TopicListeningRequest',
  ]);
});
