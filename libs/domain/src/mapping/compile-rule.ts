import type { JsonObject, JsonValue } from '../json.js';
import { isJsonObject } from '../json.js';
import { SyncError } from '../errors/sync-error.js';
import { nearestName } from '../nearest-name.js';
import { InvalidMapping, inSetting } from './invalid-mapping.js';
import { WITHOUT_KEY, type KeyedHash } from './keyed-hash.js';
import { RULE_DIRECTIONS, type MappingRule } from './mapping-rule.js';
import { compileReader, parsePath, parseValuesPath, type FieldPath, type Reader } from './path.js';
import { Settings } from './transforms/settings.js';
import type { TransformSpec } from './transforms/transform.js';
import { ValueRefused, type Transform, type TransformKind } from './transforms/transform-kind.js';
import { TRANSFORMS } from './transforms/transform-list.js';
import { valueClassOf } from './value-class.js';

export interface CompiledRule {
  readonly target: FieldPath;
  /** The value for the target; undefined where the record has none. Throws SyncError of class `data`. */
  readonly evaluate: (record: JsonObject) => JsonValue | undefined;
}

interface TransformStep {
  readonly name: string;
  readonly apply: Transform;
}

const RULE_FIELDS = ['source', 'target', 'transforms', 'direction', 'outTransforms', 'required', 'default'];
const NOT_A_FIELD = ['__proto__', 'prototype', 'constructor'];

/** The way in. Undefined: the rule is for the way out only. Throws InvalidMapping. */
export function compileRule(rule: MappingRule, hash: KeyedHash): CompiledRule | undefined {
  assertRule(rule);
  if (rule.direction === 'out') return undefined;
  const { source, transforms = [], required = false } = rule;
  const read = inSetting('source', () => compileReader(parseValuesPath(textOf(source))));
  const target = inSetting('target', () => parseTarget(textOf(rule.target)));
  const changed = applySteps(read, compileSteps(transforms, { at: 'transforms', hash }), rule);
  return { target, evaluate: required || rule.default !== undefined ? orDefault(changed, rule) : changed };
}

/** What can be said of a rule whichever way it goes. Throws InvalidMapping. */
export function assertRule(rule: MappingRule): void {
  if (!isJsonObject(rule)) throw new InvalidMapping('must be an object with source and target');
  refuseUnknown(Object.keys(rule), RULE_FIELDS);
  const { direction = 'in', required = false, transforms, outTransforms } = rule;
  if (typeof required !== 'boolean') throw new InvalidMapping('must be true or false', 'required');
  if (!RULE_DIRECTIONS.includes(direction))
    throw new InvalidMapping(`must be one of ${RULE_DIRECTIONS.join(', ')}`, 'direction');
  for (const [name, given, other] of [
    ['transforms', transforms, 'out'],
    ['outTransforms', outTransforms, 'in'],
  ] as const) {
    if (given === undefined) continue;
    if (!Array.isArray(given)) throw new InvalidMapping('must be a list', name);
    if (direction === other) throw new InvalidMapping(`is not for a rule of direction ${other}`, name);
  }
}

export interface StepOptions {
  /** The setting in which they are. */
  readonly at: string;
  /** Left out: they are for the way out, which sends no hash. */
  readonly hash?: KeyedHash;
}

export function compileSteps(
  transforms: readonly TransformSpec[],
  { at, hash }: StepOptions,
): readonly TransformStep[] {
  return transforms.map((spec, index) => inSetting(`${at}[${index}]`, () => compileStep(spec, hash)));
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '')
    throw new InvalidMapping('must be a path such as address.street');
  return value;
}

export function parseTarget(text: string): FieldPath {
  const path = parsePath(text);
  if (path.length === 0) throw new InvalidMapping('must name a field: the whole record cannot be a target');
  for (const name of path) {
    if (NOT_A_FIELD.includes(name)) throw new InvalidMapping(`${name} cannot be the name of a field`);
    if (/^\d+$/.test(name)) throw new InvalidMapping('cannot be a place in a list: name a field');
  }
  return path;
}

function compileStep(spec: TransformSpec, hash: KeyedHash | undefined): TransformStep {
  const { kind, settings } = findKind(spec);
  if (kind.onlyIn === true && hash === undefined)
    throw new InvalidMapping(`${kind.name} is for the way in only: what it makes is never sent`, 'name');
  return { name: kind.name, apply: kind.compile(settings, hash ?? WITHOUT_KEY) };
}

export function findKind(spec: TransformSpec): { readonly kind: TransformKind; readonly settings: Settings } {
  const given = typeof spec === 'string' ? { name: spec } : spec;
  const kind = isJsonObject(given) ? TRANSFORMS.find(({ name }) => name === given.name) : undefined;
  if (kind === undefined) throw unknownTransform(isJsonObject(given) ? given['name'] : undefined);
  refuseUnknown(Object.keys(given), ['name', ...Object.keys(kind.settings)]);
  return { kind, settings: new Settings(given) };
}

function unknownTransform(given: unknown): InvalidMapping {
  const names = TRANSFORMS.map(({ name }) => name);
  const near = typeof given === 'string' ? nearestName(given, names) : undefined;
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return new InvalidMapping(`must be one of ${names.join(', ')}${guess}`, 'name');
}

function refuseUnknown(given: readonly string[], allowed: readonly string[]): void {
  const unknown = given.find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, allowed);
    const guess = near === undefined ? '' : `; did you mean ${near}?`;
    throw new InvalidMapping(`is not known; there are ${allowed.join(', ')}${guess}`, unknown);
  }
}

/** Where a rule reads and where it writes, as it says them. */
type Way = Pick<MappingRule, 'source' | 'target'>;

export function applySteps(read: Reader, steps: readonly TransformStep[], { source, target }: Way): Reader {
  return (record) => {
    let value = read(record);
    for (const step of steps) {
      try {
        value = step.apply(value, record);
      } catch (error) {
        const wanted = error instanceof ValueRefused ? error.wanted : 'a value it can work on';
        throw new SyncError(
          'record.transform_failed',
          `${source} -> ${target}: ${step.name} takes ${wanted}, and got ${valueClassOf(value)}`,
          { cause: error },
        );
      }
    }
    return value;
  };
}

export function orDefault(read: Reader, rule: Way & Pick<MappingRule, 'required' | 'default'>): Reader {
  return (record) => {
    const value = read(record);
    if (value !== undefined && value !== null) return value;
    if (rule.default !== undefined && rule.default !== null) return rule.default;
    if (rule.required === true) {
      throw new SyncError(
        'record.required_field_missing',
        `${rule.source} -> ${rule.target}: the field is required, and there is ${valueClassOf(value)}`,
      );
    }
    // The rule says so itself: null is its default.
    return null;
  };
}
