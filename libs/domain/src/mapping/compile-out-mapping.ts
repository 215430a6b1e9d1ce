import { SyncError } from '../errors/sync-error.js';
import type { JsonObject, JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import {
  applySteps,
  assertRule,
  compileSteps,
  orDefault,
  parseTarget,
  textOf,
  type CompiledRule,
} from './compile-rule.js';
import { compileRules } from './compile-rules.js';
import { InvalidMapping, inSetting } from './invalid-mapping.js';
import { invertTransforms } from './invert-transforms.js';
import type { MappingRule } from './mapping-rule.js';
import { compileReader, type Reader } from './path.js';
import { valueClassOf } from './value-class.js';

/**
 * Makes what the provider is sent of the local record: the fields of the rules that go out. Throws SyncError
 * `record.required_field_missing` or `record.transform_failed`, also for a value that would not come back as it is from an undone
 * rule; they name the fields and the kind of value, never the value.
 */
export type CompiledOutMapping = (data: JsonObject) => JsonObject;

/**
 * Compiles the rules of a job that go out. No rules: records stay as they are. Throws InvalidFields (`config.invalid_mapping`) with
 * each rule that is wrong, and where none goes out.
 */
export function compileOutMapping(rules: readonly MappingRule[]): CompiledOutMapping {
  if (rules.length === 0) return (data) => data;
  return compileRules(rules, {
    ...{ code: 'config.invalid_mapping', setting: 'mapping', writes: 'source' },
    compile: compileOutRule,
  });
}

/** Whether anything of it is for the way out. */
export function goesOut(rules: readonly MappingRule[]): boolean {
  return rules.some(({ direction = 'in' }) => direction !== 'in');
}

/** Undefined: the rule is for the way in only. Throws InvalidMapping. */
function compileOutRule(rule: MappingRule): CompiledRule | undefined {
  assertRule(rule);
  const { direction = 'in', required = false } = rule;
  if (direction === 'in') return undefined;
  const from = inSetting('target', () => parseTarget(textOf(rule.target)));
  const to = inSetting('source', () => parseTarget(textOf(rule.source)));
  const way = { source: rule.target, target: rule.source };
  const read = compileReader(from);
  const changed = isUndone(rule)
    ? undo(read, rule)
    : applySteps(read, compileSteps(outOf(rule), { at: 'outTransforms' }), way);
  // What a rule puts in place of nothing on the way in is not the provider's: only a rule of the way out sends it.
  const fallback = direction === 'out' && rule.default !== undefined ? { default: rule.default } : {};
  const isGuarded = required || fallback.default !== undefined;
  return {
    target: to,
    evaluate: isGuarded ? orDefault(changed, { ...way, required, ...fallback }) : changed,
  };
}

const STEPS = { at: 'transforms' };
const outOf = ({ outTransforms = [] }: MappingRule) => outTransforms;

function isUndone({ direction, outTransforms }: MappingRule): boolean {
  return direction === 'both' && outTransforms === undefined;
}

/** The transforms of the way in, undone. What would come back as something else is refused: it would be lost without a word. */
function undo(read: Reader, { source, target, transforms = [], default: fallback }: MappingRule): Reader {
  if (fallback !== undefined && fallback !== null)
    throw new InvalidMapping(
      'cannot be undone: it cannot be told from a value of the provider; say in outTransforms what goes out, or give the rule the direction in',
      'default',
    );
  const way = { source: target, target: source };
  const back = applySteps(read, compileSteps(invertTransforms(transforms), STEPS), way);
  if (transforms.length === 0) return back;
  const again = applySteps((record) => record['value'], compileSteps(transforms, STEPS), {
    source,
    target,
  });
  return (record) => {
    const value = back(record);
    const ours = read(record);
    if (ours !== undefined && ours !== null && !comesBack(ours, value, again)) {
      const reason = `${target} -> ${source}: the transforms take a value that comes back as it is, and got ${valueClassOf(ours)} that does not`;
      throw new SyncError('record.transform_failed', reason);
    }
    return value;
  };
}

function comesBack(ours: JsonValue, value: JsonValue | undefined, again: Reader): boolean {
  if (value === undefined || value === null) return false;
  try {
    const read = again({ value });
    return read !== undefined && canonicalText(read) === canonicalText(ours);
  } catch (error) {
    if (error instanceof SyncError) return false;
    throw error;
  }
}
