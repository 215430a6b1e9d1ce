import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { EVENKEEL_VERSION } from '@evenkeel/contracts-http';
import { z } from 'zod';

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
  return SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? toNamedSchema(schema, schemaType) : undefined,
  });
}

/** Serves the document at `/docs` for people and at `/docs-json` for machines. To be called before the app listens. */
export function serveApiDocumentation(app: INestApplication): void {
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
