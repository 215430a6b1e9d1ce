import { SyncError } from '../errors/sync-error.js';
import { compileMapping, type CompiledMapping } from './compile-mapping.js';
import type { MappingRule } from './mapping-rule.js';
import { parsePath, parseValuesPath, type FieldPath, type ValuesPath } from './path.js';

/**
 * What of a provider's record the mapping of its job sees: these fields, dotted paths, or all if there are none. Throws
 * SyncError `config.invalid_filter` that names the field.
 */
export function compileFields(fields: readonly string[]): CompiledMapping {
  const rules = fields.map((field) => ({ source: field, target: field }));
  return compileMapping(rules, { of: { code: 'config.invalid_filter', setting: 'fields' } });
}

/** Throws `config.invalid_filter` where a rule, one that can be compiled, reads what `fields` takes away from it. */
export function assertFieldsSuffice(fields: readonly string[], rules: readonly MappingRule[]): void {
  if (fields.length === 0) return;
  const paths = fields.map(parsePath);
  rules.forEach(({ source, direction }, index) => {
    // A rule of the way out reads nothing of the provider's record.
    if (direction === 'out') return;
    if (paths.some((path) => meet(path, parseValuesPath(source)))) return;
    throw new SyncError(
      'config.invalid_filter',
      `mapping[${index}] reads ${source}, which is not among the fields of the job`,
    );
  });
}

/** Whether one is the other, or lies within it; the whole record meets everything. */
function meet(one: FieldPath, other: ValuesPath): boolean {
  return one.slice(0, other.length).every((name, index) => other[index] === name);
}
