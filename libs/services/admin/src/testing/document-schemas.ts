import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDocument, JsonSchema } from '../openapi/document-shapes.js';

/** Holds values against the schemas of an OpenAPI document, as a program that knows nothing but the document would. */
export class DocumentSchemas {
  private readonly ajv = addFormats(new Ajv2020({ strict: true, allErrors: true, strictTypes: false }));
  private readonly known = new Map<string, ValidateFunction>();

  constructor({ components }: Pick<ApiDocument, 'components'>) {
    this.ajv.addSchema(atHome({ $id: 'api', $defs: components.schemas }));
  }

  /** What is wrong with a value; empty: nothing. */
  complaints(schema: JsonSchema, value: unknown): readonly string[] {
    const key = JSON.stringify(schema);
    const validate = this.known.get(key) ?? this.ajv.compile(atHome(schema));
    this.known.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** A validator of JSON Schema knows no components. */
function atHome(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components/schemas/', '"api#/$defs/'),
  ) as JsonSchema;
}
