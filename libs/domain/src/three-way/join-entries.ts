import type { JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { entriesByKey, listRuleAt } from './list-rule.js';
import type { JoinedPlace, JoinPlace, JoinWork } from './join-work.js';
import { joinOrder } from './join-order.js';
import { isSameAt } from './same-value.js';
import type { SidePair } from './sides.js';

type Entries = ReadonlyMap<string, JsonValue>;
type JoinPlaceFunction = (at: JoinPlace, work: JoinWork) => JoinedPlace;

/**
 * A list whose entries are known by a key, joined entry by entry, in the order of the side that changed it. Undefined: no key is
 * declared, or an entry of one of the lists has none or that of another.
 */
export function joinEntries(
  at: JoinPlace,
  work: JoinWork,
  joinPlace: JoinPlaceFunction,
): JoinedPlace | undefined {
  const rule = listRuleAt(work.rules.lists, at.place);
  if (typeof rule !== 'object') return undefined;
  const [local, remote] = [keyed(at.local, rule.key), keyed(at.remote, rule.key)];
  const [before, came] = [keyed(at.base.local, rule.key), keyed(at.base.remote, rule.key)];
  if (local === undefined || remote === undefined || before === undefined || came === undefined)
    return undefined;
  const said = keyed(at.said, rule.key) ?? EMPTY;
  const base = { local: keysOf(before), remote: keysOf(came) };
  const order = joinOrder({ local: keysOf(local), remote: keysOf(remote), base });
  const entries = [...new Set([...order, ...base.local, ...base.remote])];
  const joined = new Map(
    entries.map((entry) => [
      entry,
      joinPlace(
        {
          place: [...at.place, { entry }],
          local: local.get(entry),
          remote: remote.get(entry),
          base: { local: before.get(entry), remote: came.get(entry) },
          said: said.get(entry),
        },
        work,
      ),
    ]),
  );
  return collect(joined, (ours, theirs) => {
    const here = { place: at.place, lists: work.rules.lists };
    // A side in which nothing but the order would change keeps its own.
    return {
      local: isSameAt(ours, at.local, here) ? [...local.keys(), ...entries] : entries,
      remote: isSameAt(theirs, at.remote, here) ? [...remote.keys(), ...entries] : entries,
    };
  });
}

const EMPTY: Entries = new Map();
const keysOf = (entries: Entries) => [...entries.keys()];

/** What is no list has no entries. */
function keyed(list: JsonValue | undefined, key: string): Entries | undefined {
  return isList(list) ? entriesByKey(list, key) : EMPTY;
}

type Orders = Readonly<Record<'local' | 'remote', readonly string[]>>;

/** Each side of the base has the order of its side, so that a base at rest stays as it is. */
function collect(
  joined: ReadonlyMap<string, JoinedPlace>,
  orderOf: (local: JsonValue, remote: JsonValue) => Orders,
): JoinedPlace {
  const of = (order: Iterable<string>, valueOf: (place: JoinedPlace) => JsonValue | undefined): JsonValue =>
    [...new Set(order)].flatMap((entry) => {
      const value = valueOf(joined.get(entry) as JoinedPlace);
      return value === undefined ? [] : [value];
    });
  const keys = [...joined.keys()];
  const order = orderOf(
    of(keys, ({ local }) => local),
    of(keys, ({ remote }) => remote),
  );
  const pair = (pairOf: (place: JoinedPlace) => SidePair): SidePair => ({
    local: of(order.local, (place) => pairOf(place).local),
    remote: of(order.remote, (place) => pairOf(place).remote),
  });
  return {
    ...pair((place) => place),
    base: pair(({ base }) => base),
    written: pair(({ written }) => written),
  };
}
