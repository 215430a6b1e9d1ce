import type { FieldError } from '../errors/invalid-fields.js';
import { InvalidFields } from '../errors/invalid-fields.js';
import { InvalidMapping } from '../mapping/invalid-mapping.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { EVERY, parsePath, parseValuesPath, type ValuesPath } from '../mapping/path.js';
import { sourcesOfRule } from '../mapping/sources-of-rule.js';
import type { RecordPlace } from '../three-way/place.js';

/** Fields of a record whose values are shown only where the record itself is. */
export type SensitiveFields = readonly ValuesPath[];

export const MOST_SENSITIVE_FIELDS = 100;

/** Throws InvalidFields (`config.invalid_sensitive`) with each path that is wrong. */
export function parseSensitive(paths: readonly string[]): SensitiveFields {
  const wrong: FieldError[] = [];
  const parsed = paths.map((text, index) => {
    try {
      return parseValuesPath(text);
    } catch (error) {
      if (!(error instanceof InvalidMapping)) throw error;
      wrong.push({ path: `sensitive[${index}]`, message: error.reason });
      return [];
    }
  });
  if (paths.length > MOST_SENSITIVE_FIELDS)
    wrong.push({ path: 'sensitive', message: `names at most ${MOST_SENSITIVE_FIELDS} fields` });
  if (wrong.length > 0) throw new InvalidFields('config.invalid_sensitive', wrong);
  return parsed;
}

/**
 * The same fields in the provider's record, by the rules that make them, whatever else the transforms of these rules take. Without rules a
 * record is the provider's.
 */
export function sensitiveSources(rules: readonly MappingRule[], sensitive: SensitiveFields): SensitiveFields {
  if (sensitive.length === 0 || rules.length === 0) return sensitive;
  return rules
    .filter(({ direction }) => direction !== 'out')
    .flatMap((rule) => sensitive.flatMap((field) => sourcesOf(rule, field)));
}

function sourcesOf(rule: MappingRule, field: ValuesPath): readonly ValuesPath[] {
  const target = parsePath(rule.target);
  if (!touches(target, field)) return [];
  const sources = sourcesOfRule(rule);
  // What a rule only moves is as it was: a part of it is the same part.
  const isMoved = (rule.transforms ?? []).length === 0 && field.length > target.length;
  return isMoved ? sources.map((source) => [...source, ...field.slice(target.length)]) : sources;
}

/** Whether what is at a path is, holds, or is part of something sensitive. */
export function isSensitive(path: ValuesPath, sensitive: SensitiveFields): boolean {
  return sensitive.some((field) => touches(path, field));
}

/** The same of a place in a record. The key of an entry is part of its place: where anything of the entries is sensitive, that may be. */
export function isSensitivePlace(place: RecordPlace, sensitive: SensitiveFields): boolean {
  const lists = place.flatMap((step, at) => (typeof step === 'string' ? [] : [place.slice(0, at + 1)]));
  return [place, ...lists].some((each) => sensitive.some((field) => reaches(field, each)));
}

function reaches(field: ValuesPath, place: RecordPlace): boolean {
  return field.slice(0, place.length).every((step, at) => step === EVERY || step === place[at]);
}

/** Whether one is at, in, or around the other. */
function touches(one: ValuesPath, other: ValuesPath): boolean {
  const depth = Math.min(one.length, other.length);
  return one.slice(0, depth).every((step, index) => step === other[index]);
}
