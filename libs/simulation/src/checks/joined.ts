import { EVENTS, THINGS } from '../workload/provider/scripted-provider.js';
import {
  addressOf,
  eventSays,
  hasAddress,
  neededThing,
  thingSays,
} from '../workload/provider/joined-data.js';
import type { Invariant } from './invariant.js';
import { isSame } from './is-same.js';
import { apartIn, isWritten, pairOf } from './parted.js';
import { firstOf } from './pages.js';
import type { SeenReference, Snapshot } from './snapshot.js';

/** What holds in a world of joined records, after each commit. What has to be stored is computed here from ids and versions alone. */
export const JOINED_INVARIANTS: readonly Invariant[] = [
  {
    says: 'What has one address in distinct streams is one record, unless a person said that it is not.',
    isTested: isWritten,
    find: ({ now }) => {
      const recordOf = new Map<string, SeenReference>();
      const apart = apartIn(now);
      return firstOf(addressed(now), (reference) => {
        const address = addressOf(reference.id);
        const other = recordOf.get(address);
        recordOf.set(address, reference);
        const isOne = other === undefined || other.record === reference.record;
        return isOne || apart.has(pairOf(other.id, reference.id))
          ? undefined
          : `${other.id} and ${reference.id} have one address and two records`;
      });
    },
  },
  {
    says: 'A record of two sources says what each of them alone says.',
    isTested: ({ now }) => pairsOf(now).length > 0,
    find: ({ now }) =>
      firstOf(pairsOf(now), ([thing, event]) => {
        const { tags, groups } = thingSays(thing.id, versionOf(thing));
        const expected = { tags, groups, thing: eventSays(event.id)['thing'] };
        return firstOf(Object.entries(expected), ([field, value]) =>
          isSame(thing.recordData?.[field], value)
            ? undefined
            : `the record of ${thing.id} and ${event.id} has ${JSON.stringify(thing.recordData?.[field])} as its ${field}, not ${JSON.stringify(value)}`,
        );
      }),
  },
  {
    says: 'What is derived of things is what their versions hold, and nothing else is active.',
    isTested: ({ before, now }) => now.pieces.length > 0 && isWritten({ before, now }),
    find: ({ now }) => {
      const expected = piecesOf(now);
      const active = now.pieces.filter(({ inactive }) => !inactive);
      const missing = new Map(expected);
      const problem = firstOf(active, ({ id, rule, data }) => {
        const key = `${rule} ${id}`;
        const wanted = expected.get(key);
        missing.delete(key);
        if (wanted === undefined) return `${key} is active, and no thing holds it`;
        return isSame(data, wanted)
          ? undefined
          : `${key} is ${JSON.stringify(data)}, and its thing says ${JSON.stringify(wanted)}`;
      });
      const [left] = missing.keys();
      return problem ?? (left && `${left} is not active, and a thing holds it`);
    },
  },
  {
    says: 'No link dangles: what a record leads to is stored, and active where it was derived of it.',
    isTested: ({ before, now }) => now.links.length !== before.links.length,
    find: ({ now }) =>
      firstOf(now.links, ({ from, name, to, isThere, isActive, isDerived, fromInactive }) => {
        if (from === null) return `a link ${name} to ${to} leads from nothing`;
        if (!isThere) return `${from} leads by ${name} to ${to}, which is not here`;
        // Links of what is inactive stay: they say what it had.
        if (!isDerived || fromInactive) return undefined;
        return isActive ? undefined : `${from} leads by ${name} to ${to}, which is inactive`;
      }),
  },
  {
    says: 'No event is stored before the thing that it needs, and each leads to it.',
    isTested: ({ before, now }) => now.references.length > before.references.length,
    find: ({ now }) => {
      const things = new Set(ofStream(now, THINGS).map(({ id }) => id));
      const led = new Set(now.links.map(({ from, to }) => `${from} ${to}`));
      return firstOf(ofStream(now, EVENTS), ({ id }) => {
        const needed = neededThing(id);
        if (!things.has(needed)) return `${id} is stored without ${needed}`;
        return led.has(`${id} ${needed}`) ? undefined : `${id} does not lead to ${needed}`;
      });
    },
  },
];

/** Once all is quiet: a record of the source is stored, parked because what it needs is not here, or told as failed. */
export function findParkedAmiss({ waiting, references }: Snapshot): string | undefined {
  const stored = new Set(references.flatMap(({ id, stream }) => (stream === EVENTS ? [id] : [])));
  return firstOf(waiting, ({ id, waitsFor, hasCome, isReleased }) => {
    if (hasCome && !isReleased) return `${id} is parked and not released although ${waitsFor} is here`;
    if (waitsFor !== neededThing(id)) return `${id} waits for ${waitsFor}, and needs ${neededThing(id)}`;
    return stored.has(id) && !hasCome ? `${id} is stored, and waits for ${waitsFor}` : undefined;
  });
}

function ofStream({ references }: Snapshot, name: string): readonly SeenReference[] {
  return references.filter(({ stream }) => stream === name);
}

function versionOf({ data }: SeenReference): number {
  return data?.version ?? 0;
}

/** Active references whose last reading has an address. */
function addressed({ references }: Snapshot): readonly SeenReference[] {
  return references.filter(
    (reference) =>
      [THINGS, EVENTS].includes(reference.stream) &&
      !reference.inactive &&
      hasAddress(reference.id, versionOf(reference)),
  );
}

function pairsOf(now: Snapshot): readonly (readonly [SeenReference, SeenReference])[] {
  const active = addressed(now);
  const events = new Map(
    active.flatMap((each) => (each.stream === EVENTS ? [[addressOf(each.id), each] as const] : [])),
  );
  return active.flatMap((thing) => {
    const event = thing.stream === THINGS ? events.get(addressOf(thing.id)) : undefined;
    return event !== undefined && event.record === thing.record ? [[thing, event] as const] : [];
  });
}

/** By rule and external id, what has to be active. */
function piecesOf(now: Snapshot): ReadonlyMap<string, unknown> {
  const active = ofStream(now, THINGS).filter(({ inactive }) => !inactive);
  return new Map(
    active.flatMap((thing): readonly (readonly [string, unknown])[] => {
      const { home, tags, groups } = thingSays(thing.id, versionOf(thing)) as unknown as {
        readonly home?: unknown;
        readonly tags: readonly { readonly key: string }[];
        readonly groups: readonly { readonly key: string }[];
      };
      return [
        ...(home === undefined ? [] : [[`home ${thing.id}`, home] as const]),
        ...tags.map((tag) => [`tags ${thing.id}#${tag.key}`, tag] as const),
        ...groups.map((group) => [`groups ${group.key}`, group] as const),
      ];
    }),
  );
}
