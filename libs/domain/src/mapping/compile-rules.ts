import type { ErrorCode } from '../errors/error-catalog.js';
import { InvalidFields, type FieldError } from '../errors/invalid-fields.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { CompiledRule } from './compile-rule.js';
import { InvalidMapping, inSetting } from './invalid-mapping.js';
import type { MappingRule } from './mapping-rule.js';

/** One field of what is made: filled by a rule, or an object with fields of its own, which are never none. */
type Field = Leaf | Branch;
/** `rule`: where it was written, for example `mapping[0]`. */
type Leaf = Pick<CompiledRule, 'evaluate'> & { readonly rule: string };
type Branch = Map<string, Field>;

/** One way of a mapping. */
export interface RulesWay {
  readonly code: ErrorCode;
  /** The setting with the rules. */
  readonly setting: string;
  /** What of a rule says where it writes. */
  readonly writes: 'source' | 'target';
  /** Undefined: the rule does not go this way. */
  readonly compile: (rule: MappingRule) => CompiledRule | undefined;
}

/** Rules that are wrong and told at once. */
const MOST_TOLD = 20;

/**
 * Makes an object of the rules that go one way. Throws InvalidFields with each rule that is wrong: the first setting in it, and what
 * is allowed there; also where none goes this way, for then nothing would be left of a record.
 */
export function compileRules(rules: readonly MappingRule[], way: RulesWay): (data: JsonObject) => JsonObject {
  const root: Branch = new Map();
  const wrong: FieldError[] = [];
  rules.forEach((rule, index) => {
    const at = `${way.setting}[${index}]`;
    try {
      inSetting(at, () => {
        const compiled = way.compile(rule);
        if (compiled !== undefined) place(root, compiled, { rule: at, writes: way.writes });
      });
    } catch (error) {
      if (!(error instanceof InvalidMapping)) throw error;
      wrong.push({ path: error.at, message: error.reason });
    }
  });
  if (wrong.length === 0 && root.size === 0)
    wrong.push({ path: way.setting, message: NONE_GOES[way.writes] });
  if (wrong.length > 0) throw new InvalidFields(way.code, wrong.slice(0, MOST_TOLD));
  const build = compileObject(root);
  return (data) => build(data) ?? {};
}

const NONE_GOES: Readonly<Record<RulesWay['writes'], string>> = {
  target: 'has no rule that goes in: nothing would be left of a record; give one the direction in or both',
  source: 'has no rule that goes out: nothing would be sent of a record; give one the direction out or both',
};

/** A rule, and what of it says where it writes. */
type Placed = Pick<Leaf, 'rule'> & Pick<RulesWay, 'writes'>;

function place(root: Branch, { target, evaluate }: CompiledRule, { rule, writes }: Placed): void {
  let fields = root;
  for (const name of target.slice(0, -1)) {
    const field = fields.get(name) ?? new Map<string, Field>();
    if (!(field instanceof Map)) throw conflict(field, writes);
    fields.set(name, field);
    fields = field;
  }
  const last = target.at(-1) as string;
  const taken = fields.get(last);
  if (taken !== undefined) throw conflict(taken, writes);
  fields.set(last, { rule, evaluate });
}

function conflict(taken: Field, writes: RulesWay['writes']): InvalidMapping {
  return new InvalidMapping(
    `is the same as, or part of, the ${writes} of ${firstRuleIn(taken)}; each needs its own`,
    writes,
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
