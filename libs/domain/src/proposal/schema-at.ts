import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { resolvePointer } from '../record-type/assert-schema.js';
import type { RecordPlace } from '../three-way/place.js';

/** What the schema of a record type says of a place, with each `$ref` as what it leads to; undefined: nothing that can be told in one piece. */
export function schemaAt(schema: JsonObject, place: RecordPlace): JsonObject | undefined {
  let found = followed(schema, schema);
  for (const step of place) {
    if (found === undefined) return undefined;
    found = followed(typeof step === 'string' ? propertyOf(found, step) : found['items'], schema);
  }
  return found === undefined ? undefined : (inlined(found, schema) as JsonObject);
}

function propertyOf({ properties, additionalProperties }: JsonObject, name: string): JsonValue | undefined {
  return isJsonObject(properties) && Object.hasOwn(properties, name)
    ? properties[name]
    : additionalProperties;
}

function followed(schema: JsonValue | undefined, root: JsonObject): JsonObject | undefined {
  let found = schema;
  // A schema that is stored never leads back to itself.
  while (isJsonObject(found) && typeof found['$ref'] === 'string')
    found = resolvePointer(root, found['$ref']);
  return isJsonObject(found) ? found : undefined;
}

function inlined(value: JsonValue, root: JsonObject): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((each) => inlined(each, root));
  if (!isJsonObject(value)) return value;
  const target = followed(value, root) ?? value;
  return Object.fromEntries(Object.entries(target).map(([name, each]) => [name, inlined(each, root)]));
}
