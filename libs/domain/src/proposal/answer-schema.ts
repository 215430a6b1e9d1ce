import type { JsonObject, JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import type { ToldField } from './told-field.js';

const SCALARS = ['string', 'number', 'integer', 'boolean', 'null'];

/** Strict structured outputs know no optional properties: what is not there is null. */
export function answerSchemaOf(asked: readonly ToldField[]): JsonObject {
  const fields = Object.fromEntries(asked.map((each) => [each.field.key, fieldSchemaOf(each)]));
  return objectOf({ fields: objectOf(fields) });
}

function fieldSchemaOf({ field, schema }: ToldField): JsonObject {
  return objectOf({
    choice: { type: 'string', enum: field.choices },
    ...(field.choices.includes('value') ? { value: { type: typesOf(schema) } } : {}),
    confidence: { type: 'number' },
    reason: { type: 'string' },
  });
}

function objectOf(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** The simple types that a value may have; the schema of the record is asked for the rest of it. */
function typesOf(schema: JsonObject | undefined): readonly string[] {
  const said: JsonValue = schema?.['type'] ?? SCALARS;
  const types = (isList(said) ? said : [said]).filter((type): type is string =>
    SCALARS.includes(type as string),
  );
  const simple = types.length === 0 ? SCALARS.filter((type) => type !== 'integer') : types;
  return [...new Set([...simple, 'null'])];
}
