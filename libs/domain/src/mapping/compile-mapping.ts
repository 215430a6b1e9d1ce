import type { ErrorCode } from '../errors/error-catalog.js';
import { InvalidFields, type FieldError } from '../errors/invalid-fields.js';
import type { JsonObject, JsonValue } from '../json.js';
import { compileRule, type CompiledRule } from './compile-rule.js';
import { InvalidMapping, inSetting } from './invalid-mapping.js';
import type { MappingRule } from './mapping-rule.js';

/**
 * Makes the local record from the provider's. Throws SyncError `record.required_field_missing` or
 * `record.transform_failed`, which name the fields and the kind of value, never the value.
 */
export type CompiledMapping = (data: JsonObject) => JsonObject;

/** One field of the local record: filled by a rule, or an object with fields of its own, which are never none. */
type Field = Leaf | Branch;
/** `rule`: where it was written, for example `mapping[0]`. */
type Leaf = Pick<CompiledRule, 'evaluate'> & { readonly rule: string };
type Branch = Map<string, Field>;

/** Who wrote the rules, for what is said of one that cannot be compiled. */
interface RulesOf {
  readonly code: ErrorCode;
  readonly setting: string;
}
const OF_MAPPING: RulesOf = { code: 'config.invalid_mapping', setting: 'mapping' };

/**
 * Compiles the rules of a job once, so that a record costs about a microsecond. No rules: records stay as they are.
 * Throws InvalidFields (`config.invalid_mapping`, unless they are rules of something else) with each rule that is wrong: the
 * first setting in it, and what is allowed there.
 */
export function compileMapping(
  rules: readonly MappingRule[],
  { code, setting }: RulesOf = OF_MAPPING,
): CompiledMapping {
  if (rules.length === 0) return (data) => data;
  const root: Branch = new Map();
  const wrong: FieldError[] = [];
  rules.forEach((rule, index) => {
    const at = `${setting}[${index}]`;
    try {
      inSetting(at, () => place(root, compileRule(rule), at));
    } catch (error) {
      if (!(error instanceof InvalidMapping)) throw error;
      wrong.push({ path: error.at, message: error.reason });
    }
  });
  if (wrong.length > 0) throw new InvalidFields(code, wrong.slice(0, MOST_TOLD));
  const build = compileObject(root);
  return (data) => build(data) ?? {};
}

/** Rules that are wrong and told at once. */
const MOST_TOLD = 20;

function place(root: Branch, { target, evaluate }: CompiledRule, rule: string): void {
  let fields = root;
  for (const name of target.slice(0, -1)) {
    const field = fields.get(name) ?? new Map<string, Field>();
    if (!(field instanceof Map)) throw conflict(field);
    fields.set(name, field);
    fields = field;
  }
  const last = target.at(-1) as string;
  const taken = fields.get(last);
  if (taken !== undefined) throw conflict(taken);
  fields.set(last, { rule, evaluate });
}

function conflict(taken: Field): InvalidMapping {
  return new InvalidMapping(
    `is the same as, or part of, the target of ${firstRuleIn(taken)}; each needs its own`,
    'target',
  );
}

/** Fields are in the order of the rules that made them. */
function firstRuleIn(field: Field): string {
  return field instanceof Map ? firstRuleIn([...field.values()][0] as Field) : field.rule;
}

/** Fields are written in the order of their names: canonical text then needs no sorting. */
function compileObject(fields: Branch): (data: JsonObject) => JsonObject | undefined {
  const writers = [...fields.keys()].sort().map((name) => {
    const field = fields.get(name) as Field;
    return { name, evaluate: field instanceof Map ? compileObject(field) : field.evaluate };
  });
  return (data) => {
    let made: Record<string, JsonValue> | undefined;
    for (const { name, evaluate } of writers) {
      const value = evaluate(data);
      if (value !== undefined) (made ??= {})[name] = value;
    }
    return made;
  };
}
