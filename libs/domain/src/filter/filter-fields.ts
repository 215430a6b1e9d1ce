import type { Filter } from './filter.js';

/** The paths that the filter asks about, each once. */
export function filterFields(filter: Filter | null): readonly string[] {
  return [...new Set(filter === null ? [] : fieldsOf(filter))];
}

function fieldsOf(filter: Filter): readonly string[] {
  if ('all' in filter) return filter.all.flatMap(fieldsOf);
  if ('any' in filter) return filter.any.flatMap(fieldsOf);
  return 'not' in filter ? fieldsOf(filter.not) : [filter.field];
}
