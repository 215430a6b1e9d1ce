import { SyncError } from '../errors/sync-error.js';
import { compileMapping, type CompiledMapping } from './compile-mapping.js';
import { InvalidMapping } from './invalid-mapping.js';
import type { MappingRule } from './mapping-rule.js';
import { parsePath, type FieldPath } from './path.js';

/**
 * What of a provider's record the mapping of its job sees: these fields, dotted paths, or all if there are none. Throws
 * SyncError `config.invalid_filter` that names the field.
 */
export function compileFields(fields: readonly string[]): CompiledMapping {
  if (fields.length === 0) return (data) => data;
  try {
    return compileMapping(fields.map((field) => ({ source: field, target: field })));
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    throw new SyncError('config.invalid_filter', error.message.replaceAll('mapping[', 'fields['));
  }
}

/** Throws `config.invalid_filter` where a rule reads what `fields` takes away from it. */
export function assertFieldsSuffice(fields: readonly string[], rules: readonly MappingRule[]): void {
  if (fields.length === 0) return;
  const paths = fields.map(parsePath);
  rules.forEach(({ source }, index) => {
    if (paths.some((path) => meet(path, pathOf(source)))) return;
    throw new SyncError(
      'config.invalid_filter',
      `mapping[${index}] reads ${source}, which is not among the fields of the job`,
    );
  });
}

function pathOf(source: string): FieldPath {
  try {
    return parsePath(source);
  } catch (error) {
    // The mapping itself says what is wrong with it.
    if (error instanceof InvalidMapping) return [];
    throw error;
  }
}

/** Whether one is the other, or lies within it; the whole record meets everything. */
function meet(one: FieldPath, other: FieldPath): boolean {
  return one.slice(0, other.length).every((name, index) => other[index] === name);
}
