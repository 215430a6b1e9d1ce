import type { JsonObject } from '@evenkeel/domain';

/*
 * What records say in a world in which they are joined. All of it follows from id and version, so that a check can say by itself what
 * has to be stored. Of each stream one record has an address; written differently by both, and only from its second version on by
 * every other thing.
 */

const TAGS = ['a', 'b', 'c'];
const GROUPS = 3;
/** Some events need things that come late, or never. */
const NEEDED_THINGS = 7;

/** A thing as it says itself: a home now and then, tags that come and go, and a group that it shares with others. */
export function thingSays(id: string, version: number): JsonObject {
  const nth = numberOf(id);
  return {
    ...(hasAddress(id, version) && { email: addressOf(id) }),
    ...(version % 3 !== 0 && { home: { city: `city ${version}` } }),
    tags: TAGS.filter((_, index) => ((version + nth) >> index) % 2 === 1).map((key) => ({
      key,
      name: `${key}${version}`,
    })),
    groups: [{ key: `g${(version + nth) % GROUPS}` }],
  };
}

/** An event names the thing that it needs. */
export function eventSays(id: string): JsonObject {
  return { email: addressOf(id).toUpperCase(), thing: neededThing(id) };
}

export function neededThing(id: string): string {
  return `things-${(numberOf(id) * 2) % NEEDED_THINGS}`;
}

/** The address that a thing and an event have in common, as one that is equal in both. */
export function addressOf(id: string): string {
  return `p${id.slice(id.indexOf('-') + 1)}@example.org`;
}

export function hasAddress(id: string, version: number): boolean {
  return !id.startsWith('things-') || numberOf(id) % 2 === 0 || version > 1;
}

function numberOf(id: string): number {
  return Number(id.replace(/\D/g, ''));
}
