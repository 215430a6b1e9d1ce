import { SyncError } from '../errors/sync-error.js';
import { isJsonObject } from '../json.js';
import { InvalidMapping, inSetting } from '../mapping/invalid-mapping.js';
import { compileCondition, type CompiledFilter } from './compile-condition.js';
import type { Filter } from './filter.js';

const DEEPEST = 10;

/**
 * Compiles the filter of a job once; null lets every record pass. Throws SyncError `config.invalid_filter` that names
 * the place and what is allowed there.
 */
export function compileFilter(filter: Filter | null): CompiledFilter {
  if (filter === null) return () => true;
  try {
    return inSetting('filter', () => compileTests(filter));
  } catch (error) {
    if (!(error instanceof InvalidMapping)) throw error;
    throw new SyncError('config.invalid_filter', `${error.at}: ${error.reason}`);
  }
}

/** The same; throws InvalidMapping. */
export function compileTests(filter: Filter): CompiledFilter {
  return compile(filter, DEEPEST);
}

function compile(filter: unknown, depth: number): CompiledFilter {
  if (depth === 0) throw new InvalidMapping(`nests deeper than ${DEEPEST} levels`);
  if (!isJsonObject(filter)) throw new InvalidMapping('must be an object');
  const [combination] = Object.keys(filter).filter((name) => ['all', 'any', 'not'].includes(name));
  if (combination === undefined) return compileCondition(filter);
  if (Object.keys(filter).length > 1) throw new InvalidMapping(`has other settings beside ${combination}`);
  const inner = filter[combination];
  if (combination === 'not') {
    const negated = inSetting('not', () => compile(inner, depth - 1));
    return (data) => !negated(data);
  }
  const parts = inSetting(combination, () => compileList(inner, depth - 1));
  return combination === 'all'
    ? (data) => parts.every((part) => part(data))
    : (data) => parts.some((part) => part(data));
}

function compileList(list: unknown, depth: number): readonly CompiledFilter[] {
  if (!Array.isArray(list) || list.length === 0) throw new InvalidMapping('must be a list of conditions');
  return list.map((part: unknown, index) => inSetting(`[${index}]`, () => compile(part, depth)));
}
