import type { JsonValue } from '../json.js';
import { EVERY } from '../mapping/path.js';
import type { RecordPlace } from '../three-way/place.js';
import { MASKED, maskValues } from './replace-values.js';
import type { SensitiveFields } from './sensitive-fields.js';

/** A value that is at a place of a record, as it may be shown. */
export function maskAt(value: JsonValue, place: RecordPlace, fields: SensitiveFields): JsonValue {
  let left = fields;
  for (const step of place) {
    left = left.flatMap(([first, ...rest]) =>
      first === step || (first === EVERY && typeof step !== 'string') ? [rest] : [],
    );
    if (left.some(({ length }) => length === 0)) return value === null ? null : MASKED;
  }
  return maskValues(value, left);
}
