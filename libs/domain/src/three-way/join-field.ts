import type { JsonValue } from '../json.js';
import type { RuleDirection } from '../mapping/mapping-rule.js';
import { isJsonObject } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { isUnsaid } from './fill-unsaid.js';
import { joinSet } from './join-set.js';
import type { ChangedOn, JoinedPlace, JoinPlace, JoinWork } from './join-work.js';
import { isLike } from './like-value.js';
import { entriesByKey, listRuleAt, type ListRuleAt } from './list-rule.js';
import { placeText, type RecordPlace } from './place.js';
import { isSameAt } from './same-value.js';
import type { Choice, Contested, SidePair } from './sides.js';
import { flowAt } from './target-flow.js';

/** Joins what is at a place as one value. */
export function joinField(at: JoinPlace, work: JoinWork): JoinedPlace {
  const { place, local } = at;
  const flow = flowAt(work.rules.flows, place);
  if (flow === undefined) return { local, remote: at.remote, base: NONE, written: NONE };
  // Most fields of most records are these very values, and a text for each place takes longer than everything else.
  if (work.isAllRead && local === at.base.local && at.remote === at.base.remote) return asBefore(at);
  const path = placeText(place);
  work.seen.push(path);
  const base = agreedAt(at, path, work);
  // What was filled in is of the base: where that is not known, neither is this.
  const remote = base === undefined ? at.said : at.remote;
  const field = { place, path, local, remote, base };
  // What goes out alone is never read, so there is nothing to wait for.
  if (field.base === undefined && flow !== 'out' && !isSaid(at, work)) return keep(field, work);
  const here = { place, lists: work.rules.lists };
  if (isSameAt(local, remote, here)) return agree(local, remote);
  const on = changedOn(field, here);
  if (on === undefined) return { local, remote, base: field.base ?? NONE, written: field.base ?? NONE };
  work.changed.push({ place, path, on });
  const joined = on === 'both' ? joinedList(field, here) : undefined;
  const choice: Choice = joined === undefined ? work.choiceOf(field, on) : work.choiceOfJoined(field, joined);
  if (choice.kind === 'undecided') {
    work.open.push({ ...field, asks: choice.asks });
    return keep(field, work);
  }
  return on === 'local' && choice.kind === 'local'
    ? send(field, local, { base: field.base ?? seenToLack(flow), work })
    : decide(field, choice, work);
}

function asBefore({ local, remote, base }: JoinPlace): JoinedPlace {
  return { local, remote, base, written: base };
}

const NONE: SidePair = { local: undefined, remote: undefined };

/** What the sides agreed on; of what was written and is read for the first time since, what was read. Undefined: nothing yet. */
function agreedAt(at: JoinPlace, path: string, work: JoinWork): SidePair | undefined {
  if (work.isUnknown(path)) return undefined;
  if (!work.isUnread(path)) return at.base;
  if (!isSaid(at, work)) {
    work.unread.push(path);
    return at.base;
  }
  const { local, remote, base } = at;
  if (!mayBeAnother(at, work)) return { local: base.local, remote };
  // Another change came after the write. What is as it was sent is not what that changed; and where nothing was changed here since, what is
  // read holds, whether people made it or the provider made it of our value.
  const here = { place: at.place, lists: work.rules.lists };
  const isKept = isSameAt(remote, base.remote, here) || isSameAt(local, base.local, here);
  return isKept ? base : undefined;
}

/** Whether what is read of a field that was written may be of another change than our write. */
function mayBeAnother({ remote, base }: JoinPlace, { sides }: JoinWork): boolean {
  const { isAsWritten, isAfterWrite = false } = sides.remote;
  if (isAsWritten !== undefined) return !isAsWritten;
  return isAfterWrite && !isLike(base.remote, remote);
}

function isSaid({ said, place }: JoinPlace, { sides, rules }: JoinWork): boolean {
  return said !== undefined || !isUnsaid(sides.remote, rules, place);
}

/** Without a base, where the one side has nothing it is as if the other side had added its value: nothing would be overwritten. */
function changedOn({ base, local, remote }: Contested, here: Here): ChangedOn | undefined {
  if (base === undefined) {
    if (local === undefined) return 'remote';
    return remote === undefined ? 'local' : 'both';
  }
  const [ours, theirs] = [!isSameAt(local, base.local, here), !isSameAt(remote, base.remote, here)];
  if (ours && theirs) return 'both';
  if (ours) return 'local';
  return theirs ? 'remote' : undefined;
}

interface Here {
  readonly place: RecordPlace;
  readonly lists: readonly ListRuleAt[];
}

/** Of a list that is declared as a set. */
function joinedList({ base, local, remote }: Contested, { place, lists }: Here): JsonValue | undefined {
  const isSet = base !== undefined && listRuleAt(lists, place) === 'set';
  return isSet ? joinSet(local, remote, base) : undefined;
}

function decide(
  field: Contested,
  choice: Exclude<Choice, { kind: 'undecided' }>,
  work: JoinWork,
): JoinedPlace {
  const { place, local, remote } = field;
  if (choice.kind === 'remote') return agree(remote, remote);
  const value = choice.kind === 'local' ? local : choice.value;
  if (isSameAt(value, remote, { place, lists: work.rules.lists })) return agree(remote, remote);
  // What the provider has was taken into account: from here on it is the local side alone that differs from the base.
  return send(field, value, { base: { local: remote, remote }, work });
}

/** What was read to have nothing there differs from the local side alone from now on; of what goes out alone nothing is ever read. */
function seenToLack(flow: RuleDirection): SidePair | undefined {
  return flow === 'out' ? undefined : NONE;
}

/** Both sides have what was agreed on from now on. */
function agree(local: JsonValue | undefined, remote: JsonValue | undefined): JoinedPlace {
  const agreed = { local, remote };
  return { ...agreed, base: agreed, written: agreed };
}

/** Each side has what it had, and the base stays. */
function keep({ path, local, remote, base }: Contested, work: JoinWork): JoinedPlace {
  if (base === undefined) work.unknown.push(path);
  return { local, remote, base: base ?? NONE, written: base ?? NONE };
}

interface Sending {
  /** Until it is written. */
  readonly base: SidePair | undefined;
  readonly work: JoinWork;
}

function send(field: Contested, value: JsonValue | undefined, { base, work }: Sending): JoinedPlace {
  const { place, path } = field;
  if (flowAt(work.rules.flows, place) === 'in') return keep({ ...field, local: value, base }, work);
  work.sent.push({ place, path, value });
  work.unreadOnceWritten.push(...partsOf(value, place, work.rules.lists));
  if (base === undefined) work.unknownUntilWritten.push(path);
  return { local: value, remote: value, base: base ?? NONE, written: { local: value, remote: value } };
}

/** Texts of the places that a value fills: what a provider puts beside them was not written by us. */
function partsOf(
  value: JsonValue | undefined,
  place: RecordPlace,
  lists: readonly ListRuleAt[],
): readonly string[] {
  const parts = innerOf(value, place, lists);
  if (parts.length === 0) return [placeText(place)];
  return parts.flatMap(([inner, step]) => partsOf(inner, [...place, step], lists));
}

function innerOf(
  value: JsonValue | undefined,
  place: RecordPlace,
  lists: readonly ListRuleAt[],
): readonly (readonly [JsonValue, RecordPlace[number]])[] {
  if (isJsonObject(value)) return Object.entries(value).map(([name, inner]) => [inner, name]);
  const rule = listRuleAt(lists, place);
  const entries = isList(value) && typeof rule === 'object' ? entriesByKey(value, rule.key) : undefined;
  return [...(entries ?? [])].map(([entry, inner]) => [inner, { entry }]);
}
