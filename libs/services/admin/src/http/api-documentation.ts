import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { EVENKEEL_VERSION } from '@evenkeel/contracts-admin';
import { Logger } from '@evenkeel/ports';
import { z } from 'zod';
import { PROBLEM_TYPE, ProblemFilter } from './problem.filter.js';

interface JsonSchema {
  readonly $defs?: Readonly<Record<string, unknown>>;
  readonly [keyword: string]: unknown;
}

/** The admin API as an OpenAPI 3.1 document. The app need not listen. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Evenkeel admin API')
    .setDescription(
      'Connections, jobs, runs and records. Errors are RFC 9457 problems with a code and a remedy.',
    )
    .setVersion(EVENKEEL_VERSION)
    .setLicense('Apache-2.0', '')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? toNamedSchema(schema, schemaType) : undefined,
  });
  return { ...document, paths: withProblemType(document.paths) };
}

/** All that the admin API needs beyond its controllers. To be called before the app listens. */
export function prepareAdminApi(app: INestApplication): void {
  // Controllers have a filter of their own; this one is for what never reaches one: unknown addresses, broken bodies.
  app.useGlobalFilters(new ProblemFilter(app.get(Logger)));
  serveApiDocumentation(app);
}

/** Serves the document at `/docs` for people and at `/docs-json` for machines. */
function serveApiDocumentation(app: INestApplication): void {
  // On first request only: making it takes a noticeable part of a start.
  SwaggerModule.setup('docs', app, () => describeApi(app), { customSiteTitle: 'Evenkeel admin API' });
}

/** Schemas with an id become components of that name, so that the document says each shape once. */
function toNamedSchema(schema: z.ZodType, io: 'input' | 'output') {
  const {
    $schema: _,
    $defs = {},
    ...body
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  const { id, ...shape } = body;
  if (typeof id !== 'string') return { schema: body, components: { ...$defs } };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...$defs, [id]: shape } };
}

/** The decorators know one media type for all answers; problems have one of their own. */
function withProblemType(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return JSON.parse(JSON.stringify(paths), (key, value: unknown) => {
    if (key !== 'default' || typeof value !== 'object' || value === null || !('content' in value))
      return value;
    const content = value.content as Readonly<Record<string, unknown>>;
    return { ...value, content: { [PROBLEM_TYPE]: content['application/json'] } };
  }) as OpenAPIObject['paths'];
}
