import type { JsonObject, JsonValue } from '../../../json.js';
import { compileMapping } from '../../compile-mapping.js';
import type { TransformSpec } from '../transform.js';

/** What a transform makes of a value, with the rest of the record beside it; undefined stands for a field that is absent. */
export function runTransform(
  spec: TransformSpec,
  value?: JsonValue,
  others: JsonObject = {},
): JsonValue | undefined {
  const map = compileMapping([{ source: 'given', target: 'made', transforms: [spec] }]);
  return map(value === undefined ? others : { ...others, given: value })['made'];
}
