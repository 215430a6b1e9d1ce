import { InvalidFields } from '../errors/invalid-fields.js';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { compileRecordCheck, type SchemaFailure } from '../record-type/compile-record-check.js';

/**
 * Throws `request.invalid` where an edit makes a record break its schema. What it broke before it may go on breaking: a schema that became
 * stricter must not keep a record from being edited. `before`: undefined for a new record; `schema`: null where any object will do.
 */
export function assertFit(
  schema: JsonObject | null,
  before: JsonObject | undefined,
  after: JsonObject,
): void {
  if (schema === null) return;
  const check = compileRecordCheck(schema);
  const known = new Set(before === undefined ? [] : check(canonicalText(before)).map(failureKey));
  const broken = check(canonicalText(after)).filter((failure) => !known.has(failureKey(failure)));
  if (broken.length === 0) return;
  throw new InvalidFields(
    'request.invalid',
    broken.map(({ field, rule, found }) => ({ path: field, message: `breaks ${rule} (${found})` })),
  );
}

function failureKey({ field, rule }: SchemaFailure): string {
  return JSON.stringify([field, rule]);
}
