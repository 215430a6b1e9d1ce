import type { JsonObject } from '../../json.js';
import { decideMatch } from '../decide-match.js';
import { keyText } from '../match-key.js';
import type { CompiledMatch } from '../match-verdict.js';

/** One reading, of a set of its own unless it says another. */
export interface Arrival {
  readonly key: string;
  readonly data: JsonObject;
  readonly setId?: string;
}

interface Stored {
  readonly recordId: string;
  readonly members: readonly Arrival[];
}

/** What a store holds after readings arrived in this order: the keys that are one record, and how many questions were asked. */
export function arrive(arrivals: readonly Arrival[], match: CompiledMatch) {
  let stored: readonly Stored[] = [];
  let reviews = 0;
  arrivals.forEach((arrival, nth) => {
    const keys = new Set(match.keysOf(arrival.data).map(keyText));
    const found = stored.filter(({ members }) =>
      members.some(({ data }) => match.keysOf(data).some((key) => keys.has(keyText(key)))),
    );
    const decision = decideMatch(
      {
        data: arrival.data,
        setId: setOf(arrival),
        recordId: undefined,
        activeSets: new Set(),
        candidates: found.map(({ recordId, members }) => ({
          recordId,
          readings: members.map(({ data }) => data),
          activeSets: new Set(members.map(setOf)),
        })),
        crowded: [],
        tooWide: [],
        isKeptApart: () => false,
      },
      match,
    );
    reviews += decision.reviews.length;
    const joined = decision.kind === 'join' ? [decision.recordId, ...decision.absorbed] : [];
    const [recordId = String(nth + 1)] = joined;
    const isJoined = (each: Stored) => joined.includes(each.recordId);
    const members = [...stored.filter(isJoined).flatMap((each) => each.members), arrival];
    stored = [...stored.filter((each) => !isJoined(each)), { recordId, members }];
  });
  const partition = stored
    .map(({ members }) =>
      members
        .map(({ key }) => key)
        .toSorted()
        .join(' '),
    )
    .toSorted();
  return { partition, reviews };
}

function setOf({ key, setId = `set of ${key}` }: Arrival): string {
  return setId;
}
