import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import type { Base } from './agreed-base.js';
import { entriesByKey, listRuleAt } from './list-rule.js';
import { placeText, type RecordPlace } from './place.js';
import type { JoinRules, RemoteReading } from './sides.js';
import { flowAt } from './target-flow.js';

/** Whether a field that a reading lacks was not said, rather than removed. */
export function isUnsaid({ isComplete }: RemoteReading, { flows }: JoinRules, place: RecordPlace): boolean {
  return !isComplete || flowAt(flows, place) === 'out';
}

/** The reading with what it did not say as it was when the sides last agreed. Of entries of a list the key says which was which. */
export function fillUnsaid(reading: RemoteReading, base: Base, rules: JoinRules): JsonObject {
  const hasUnread = rules.flows?.some(({ direction }) => direction === 'out') ?? false;
  if (reading.isComplete && !hasUnread) return reading.data;
  const fill = (
    said: JsonValue | undefined,
    agreed: JsonValue | undefined,
    place: RecordPlace,
  ): JsonValue | undefined => {
    if (base.unknown.length > 0 && base.unknown.includes(placeText(place))) return said;
    if (said === undefined) return isUnsaid(reading, rules, place) ? agreed : undefined;
    if (isJsonObject(said) && isJsonObject(agreed)) return fillFields(said, agreed, place);
    return isList(said) && isList(agreed) ? fillEntries(said, agreed, place) : said;
  };
  const fillFields = (said: JsonObject, agreed: JsonObject, place: RecordPlace): JsonObject =>
    Object.fromEntries(
      [...new Set([...Object.keys(said), ...Object.keys(agreed)])].flatMap((name) => {
        const value = fill(ownOf(said, name), ownOf(agreed, name), [...place, name]);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const fillEntries = (
    said: readonly JsonValue[],
    agreed: readonly JsonValue[],
    place: RecordPlace,
  ): JsonValue => {
    const rule = listRuleAt(rules.lists, place);
    if (typeof rule !== 'object') return said;
    const [now, before] = [entriesByKey(said, rule.key), entriesByKey(agreed, rule.key)];
    if (now === undefined || before === undefined) return said;
    return [...now].map(
      ([entry, value]) => fill(value, before.get(entry), [...place, { entry }]) as JsonValue,
    );
  };
  return fill(reading.data, base.remote, []) as JsonObject;
}

/** What an object itself has under a name. */
export function ownOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
