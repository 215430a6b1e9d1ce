import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { JobDefinition } from '../job/job.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { parsePath, type FieldPath } from '../mapping/path.js';
import type { TransformSpec } from '../mapping/transforms/transform.js';

/** Transforms whose value says less than the provider's, and would overwrite that. */
const MASKING: readonly string[] = ['hash', 'mask'];

/**
 * Fields of records of a type that any job makes by a hash or a mask: they never go out, whichever job writes them. `definitions`: of all
 * jobs, also those of other types, for what they derive.
 */
export function maskedTargets(
  definitions: readonly Pick<JobDefinition, 'recordType' | 'mapping' | 'derive'>[],
  recordType: string,
): readonly FieldPath[] {
  const rules = definitions.flatMap((definition): readonly MappingRule[] => [
    ...(definition.recordType === recordType ? definition.mapping : []),
    ...definition.derive
      .filter((rule) => rule.recordType === recordType)
      .flatMap(({ mapping = [] }) => mapping),
  ]);
  return rules.filter(isMasking).map(({ target }) => parsePath(target));
}

function isMasking({ direction = 'in', transforms = [] }: MappingRule): boolean {
  return direction !== 'out' && transforms.some((spec) => MASKING.includes(nameOf(spec)));
}

function nameOf(spec: TransformSpec): string {
  return typeof spec === 'string' ? spec : spec.name;
}

/** The record without what is at these paths. */
export function leaveOut(record: JsonObject, paths: readonly FieldPath[]): JsonObject {
  return paths.reduce<JsonObject>((left, path) => withoutPath(left, path), record);
}

function withoutPath(record: JsonObject, [name, ...rest]: FieldPath): JsonObject {
  if (name === undefined) return {};
  if (!Object.hasOwn(record, name)) return record;
  const entries = Object.entries(record);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([key]) => key !== name));
  const within = (value: JsonValue) => (isJsonObject(value) ? withoutPath(value, rest) : value);
  return Object.fromEntries(entries.map(([key, value]) => [key, key === name ? within(value) : value]));
}
