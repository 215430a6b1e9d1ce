import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { ownOf } from './fill-unsaid.js';
import { joinEntries } from './join-entries.js';
import { joinField } from './join-field.js';
import type { SidePair } from './sides.js';
import type { JoinedPlace, JoinPlace, JoinWork } from './join-work.js';

/** Objects are joined field by field and keyed lists entry by entry where both sides have one; everything else is one value. */
export function joinPlace(given: JoinPlace, work: JoinWork): JoinedPlace {
  const at = work.isForgotten(given.place) ? { ...given, base: NOTHING } : given;
  if (isJsonObject(at.local) && isJsonObject(at.remote)) return joinFields(at, work);
  const entries = isList(at.local) && isList(at.remote) ? joinEntries(at, work, joinPlace) : undefined;
  return entries ?? joinField(at, work);
}

const NOTHING = { local: undefined, remote: undefined };

function joinFields(at: JoinPlace, work: JoinWork): JoinedPlace {
  const names = new Set([at.local, at.remote, at.base.local, at.base.remote].flatMap(namesOf));
  const joined: (readonly [string, JoinedPlace])[] = [];
  let isAsBefore = isJsonObject(at.base.local) && isJsonObject(at.base.remote);
  for (const name of names) {
    const field = fieldAt(at, name);
    const place = joinPlace(field, work);
    isAsBefore = isAsBefore && isUntouched(field, place);
    joined.push([name, place]);
  }
  // Most records: nothing is made anew of what stays as it is.
  if (isAsBefore) return { local: at.local, remote: at.remote, base: at.base, written: at.base };
  const collect = (valueOf: (place: JoinedPlace) => JsonValue | undefined): JsonObject =>
    Object.fromEntries(
      joined.flatMap(([name, place]) => {
        const value = valueOf(place);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    local: collect(({ local }) => local),
    remote: collect(({ remote }) => remote),
    base: { local: collect(({ base }) => base.local), remote: collect(({ base }) => base.remote) },
    written: {
      local: collect(({ written }) => written.local),
      remote: collect(({ written }) => written.remote),
    },
  };
}

function isUntouched(at: JoinPlace, { local, remote, base, written }: JoinedPlace): boolean {
  const isOfBase = (pair: SidePair) => pair.local === at.base.local && pair.remote === at.base.remote;
  return local === at.local && remote === at.remote && isOfBase(base) && isOfBase(written);
}

function fieldAt({ place, local, remote, base, said }: JoinPlace, name: string): JoinPlace {
  return {
    place: [...place, name],
    local: ownOf(local, name),
    remote: ownOf(remote, name),
    base: { local: ownOf(base.local, name), remote: ownOf(base.remote, name) },
    said: ownOf(said, name),
  };
}

function namesOf(value: JsonValue | undefined): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}
