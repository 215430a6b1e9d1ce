import type { JsonObject, JsonValue } from '../json.js';
import type { ConfigurationKind } from './configuration-object.js';

/** Lists whose order says nothing. */
const SETS: Readonly<Partial<Record<ConfigurationKind, string>>> = { Job: 'dependsOn', Group: 'jobs' };

/** The spec in the form in which two that say the same are equal. */
export function normalizedSpec(kind: ConfigurationKind, spec: JsonObject): JsonObject {
  const field = SETS[kind];
  const list = field === undefined ? undefined : spec[field];
  if (field === undefined || !Array.isArray(list)) return spec;
  return { ...spec, [field]: [...new Set(list as readonly JsonValue[])].sort() };
}
