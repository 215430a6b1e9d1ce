import type { ErrorCode } from '../errors/error-catalog.js';
import type { JsonObject } from '../json.js';
import { compileRule } from './compile-rule.js';
import { compileRules } from './compile-rules.js';
import { WITHOUT_KEY, type KeyedHash } from './keyed-hash.js';
import type { MappingRule } from './mapping-rule.js';

/**
 * Makes the local record from the provider's. Throws SyncError `record.required_field_missing` or
 * `record.transform_failed`, which name the fields and the kind of value, never the value.
 */
export type CompiledMapping = (data: JsonObject) => JsonObject;

/** Who wrote the rules, for what is said of one that cannot be compiled. */
interface RulesOf {
  readonly code: ErrorCode;
  readonly setting: string;
}

interface MappingOptions {
  /** Left out: the mapping of a job. */
  readonly of?: RulesOf;
  /** Of texts that are hashed; left out: rules are compiled to see that they are right, and a hash of no key makes no record. */
  readonly hash?: KeyedHash;
}
const OF_MAPPING: RulesOf = { code: 'config.invalid_mapping', setting: 'mapping' };

/**
 * Compiles the rules of a job that go in once, so that a record costs about a microsecond. No rules: records stay as they are.
 * Throws InvalidFields (`config.invalid_mapping`, unless they are rules of something else) with each rule that is wrong: the
 * first setting in it, and what is allowed there.
 */
export function compileMapping(
  rules: readonly MappingRule[],
  { of = OF_MAPPING, hash = WITHOUT_KEY }: MappingOptions = {},
): CompiledMapping {
  if (rules.length === 0) return (data) => data;
  return compileRules(rules, { ...of, writes: 'target', compile: (rule) => compileRule(rule, hash) });
}

/** Whether anything is made of the provider's record; rules that are all for the way out make nothing of it. */
export function goesIn(rules: readonly MappingRule[]): boolean {
  return rules.length === 0 || rules.some(({ direction = 'in' }) => direction !== 'out');
}
