import { isSameScalar, type JsonScalar, type JsonValue } from '../json.js';
import { parseIsoTime } from '../iso-time.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isList } from '../json-text/is-list.js';
import { isScalar } from '../json-text/is-scalar.js';
import { parsePath, readAt } from '../mapping/path.js';
import { compareNumbers, isNumber } from '../number/exact-number.js';
import type { Choice } from '../three-way/sides.js';
import type { ConflictCase } from './conflict-case.js';
import { strategyFailed } from './strategy-failed.js';

interface CustomRuleMeaning {
  /** For people. */
  readonly does: string;
  /** Undefined: it does not decide. Throws `record.strategy_failed`. */
  readonly decide: (conflict: ConflictCase) => Choice | undefined;
}

const keep = (kind: 'local' | 'remote'): Choice => ({ kind });
/** The larger is above zero. */
const larger = (order: number): Choice | undefined =>
  order === 0 ? undefined : keep(order > 0 ? 'local' : 'remote');

/** What a rule of the strategy `custom` can be, by name. */
export const CUSTOM_RULES = {
  max: {
    does: 'The larger number, or the later time.',
    decide: (conflict) => larger(compareSides(conflict, 'max')),
  },
  min: {
    does: 'The smaller number, or the earlier time.',
    decide: (conflict) => larger(-compareSides(conflict, 'min')),
  },
  longest: {
    does: 'The longer text, or the list with more entries.',
    decide: (conflict) => larger(lengthOf(conflict.local, conflict) - lengthOf(conflict.remote, conflict)),
  },
  non_null: {
    does: 'The side that has a value, where the other has none.',
    decide: ({ local, remote }) =>
      isNothing(local) === isNothing(remote) ? undefined : keep(isNothing(local) ? 'remote' : 'local'),
  },
  union: { does: 'Every entry that one of the two lists has, once.', decide: unite },
  prefer_local: { does: 'The local value.', decide: () => keep('local') },
  prefer_remote: { does: 'The value of the provider.', decide: () => keep('remote') },
} as const satisfies Readonly<Record<string, CustomRuleMeaning>>;

export type CustomRuleName = keyof typeof CUSTOM_RULES;
export const CUSTOM_RULE_NAMES = Object.keys(CUSTOM_RULES) as readonly CustomRuleName[];

/** The side wins whose record has in another field (`by`, a dotted path) what stands first in `order`; equal, or on neither side: not decided. */
export interface RuleByField {
  readonly by: string;
  readonly order: readonly JsonScalar[];
}

export type CustomRule = CustomRuleName | RuleByField;

export function applyRule(rule: CustomRule, conflict: ConflictCase): Choice | undefined {
  return typeof rule === 'string' ? CUSTOM_RULES[rule].decide(conflict) : chooseByField(rule, conflict);
}

function chooseByField({ by, order }: RuleByField, { records }: ConflictCase): Choice | undefined {
  const path = parsePath(by);
  const rankOf = (record: JsonValue) => {
    const rank = order.findIndex((value) => isSameScalar(readAt(record, path), value));
    return rank === -1 ? order.length : rank;
  };
  return larger(rankOf(records.remote) - rankOf(records.local));
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

function compareSides({ local, remote, path }: ConflictCase, rule: 'max' | 'min'): number {
  if (isNumber(local) && isNumber(remote)) return compareNumbers(local, remote);
  const order = timeOf(local) - timeOf(remote);
  if (Number.isNaN(order)) throw strategyFailed(rule, path, 'it takes two numbers, or two times in ISO 8601');
  return order;
}

function timeOf(value: JsonValue | undefined): number {
  return typeof value === 'string' ? parseIsoTime(value) : Number.NaN;
}

/** In characters or entries. */
function lengthOf(value: JsonValue | undefined, { local, remote, path }: ConflictCase): number {
  if (typeof local === 'string' && typeof remote === 'string') return [...(value as string)].length;
  if (isList(local) && isList(remote)) return (value as readonly JsonValue[]).length;
  throw strategyFailed('longest', path, 'it takes two texts or two lists');
}

function unite({ local, remote, path }: ConflictCase): Choice {
  if (!isList(local) || !isList(remote)) throw strategyFailed('union', path, 'it takes two lists');
  const entries = new Map([...remote, ...local].map((entry) => [canonicalText(entry), entry]));
  return { kind: 'value', value: [...entries.values()] };
}

/** Whether a value can stand in the order of a {@link RuleByField}. */
export function isOrdered(value: unknown): value is JsonScalar {
  return ['string', 'number', 'boolean', 'object'].includes(typeof value) && isScalar(value as JsonValue);
}
