import type { JsonScalar } from '../json.js';
import type { FieldCondition, Filter } from './filter.js';

/** What a provider is asked to list, by field of its records: only those that hold this value. */
export type ProviderFilter = Readonly<Record<string, Exclude<JsonScalar, null>>>;

/**
 * The part of a filter that the provider can be asked for: values that every record which passes has, of fields for which it
 * takes one. The whole filter is still asked of each record that comes.
 */
export function pushDown(filter: Filter | null, fields: readonly string[]): ProviderFilter {
  const asked: Record<string, Exclude<JsonScalar, null>> = {};
  for (const { field, equals } of conditionsOf(filter)) {
    if (equals === undefined || equals === null || !fields.includes(field)) continue;
    // Of two that differ either one is true of every record that passes: there is none.
    asked[field] ??= equals;
  }
  return asked;
}

/** Conditions that all have to hold; what is joined otherwise says nothing for sure of a single field. */
function conditionsOf(filter: Filter | null): readonly FieldCondition[] {
  if (filter === null) return [];
  if ('all' in filter) return filter.all.flatMap(conditionsOf);
  return 'field' in filter ? [filter] : [];
}
