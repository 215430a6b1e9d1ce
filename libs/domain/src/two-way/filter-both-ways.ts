import { SyncError } from '../errors/sync-error.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { CompiledFilter } from '../filter/compile-condition.js';
import type { Filter } from '../filter/filter.js';
import { filterFields } from '../filter/filter-fields.js';
import type { CompiledOutMapping } from '../mapping/compile-out-mapping.js';
import type { MappingRule } from '../mapping/mapping-rule.js';

/**
 * The filter of a job that goes both ways, of a record as it is here: it is a condition on the provider's record, so what the provider would be sent is held against it. What
 * cannot be mapped passes, for it is told as that.
 */
export function compileFilterOut(filter: Filter | null, map: CompiledOutMapping): CompiledFilter {
  if (filter === null) return () => true;
  const passes = compileFilter(filter);
  return (data) => {
    try {
      return passes(map(data));
    } catch (error) {
      if (error instanceof SyncError) return true;
      throw error;
    }
  };
}

/** The fields of a filter that no rule of the mapping sends: of a record here they say nothing. */
export function unsentFilterFields(
  filter: Filter | null,
  mapping: readonly MappingRule[],
): readonly string[] {
  if (mapping.length === 0) return [];
  const sent = mapping.flatMap(({ source, direction = 'in' }) => (direction === 'in' ? [] : [source]));
  const isSent = (field: string) => sent.some((source) => source === field || isPartOf(field, source));
  return filterFields(filter).filter((field) => !isSent(field));
}

function isPartOf(field: string, whole: string): boolean {
  return field.startsWith(`${whole}.`);
}
