import { MOST_UNDER_KEY } from '@evenkeel/domain';
import type { Invariant, TwoMoments } from '../../checks/invariant.js';
import { isSame } from '../../checks/is-same.js';
import { firstOf } from '../../checks/pages.js';
import { isWritten, pairOf } from '../../checks/parted.js';
import type { SeenReference, Snapshot } from '../../checks/snapshot.js';
import { addressOf, isOfCrowd, personSays, speaksForOne } from '../matched-data.js';

/** What holds in a world in which likeness decides, after each commit. */
export const MATCHED_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'Where an address or a name speaks for it, two are one record, or a person is asked, or has said that they are not.',
    isTested: isWritten,
    find: ({ now }) => {
      const known = readingsOf(now);
      const settled = settledIn(now);
      const often = new Set(now.askedOften);
      return firstOf([...known.entries()], ([nth, one]) => {
        const other = known
          .slice(nth + 1)
          .filter(({ record }) => record !== one.record && !settled.has(pairOf(record, one.record)))
          .filter(({ record }) => !often.has(record) && !often.has(one.record))
          .find((each) => areAlike(one, each));
        return (
          other &&
          `${one.id} and ${other.id} are alike, are records ${one.record} and ${other.record}, and are not asked about`
        );
      });
    },
  },
  {
    says: 'A person is asked about two records that are there.',
    isTested: ({ now }) => now.reviews.length > 0,
    find: ({ now }) =>
      firstOf(now.reviews, ({ id, one, other, isAstray }) =>
        isAstray || one === other
          ? `match ${id} is about ${one} and ${other}, of which one is part of another`
          : undefined,
      ),
  },
  {
    says: 'No reference is of a record that became part of another one.',
    isTested: isWritten,
    find: ({ now }) =>
      now.astray[0] && `${now.astray[0]} belongs to a record that became part of another one`,
  },
  {
    says: 'A record says of each field what one of its sources says, and has it where one of them does.',
    isTested: isWritten,
    find: ({ now }) =>
      firstOf([...sourcesOf(now)], ([record, sources]) => {
        const active = sources.filter(({ inactive }) => !inactive);
        const speaking = (active.length > 0 ? active : sources).map(saysOf);
        const has = sources[0]?.recordData;
        return firstOf(['email', 'name'], (field) => {
          const said = speaking.flatMap((says) => (says[field] === undefined ? [] : [says[field]]));
          if (said.length === 0 && has?.[field] === undefined) return undefined;
          return said.some((value) => isSame(value, has?.[field]))
            ? undefined
            : `record ${record} has ${JSON.stringify(has?.[field])} as its ${field}, and its sources say ${JSON.stringify(said)}`;
        });
      }),
  },
  {
    says: 'A rule joins no two that one provider has.',
    isTested: isWritten,
    find: ({ before, now }) => {
      const was = new Map(before.references.map((reference) => [reference.id, reference]));
      const byPeople = new Set(now.joinedByPeople);
      const isHere = (reference: SeenReference | undefined) => reference?.inactive === false;
      return firstOf([...sourcesOf(now)], ([record, sources]) => {
        const came = sources.filter(({ id }) => was.get(id)?.record !== record && !byPeople.has(id));
        // What had gone when the other one came may be there again later.
        const stayed = sources.filter(({ id }) => was.get(id)?.record === record && isHere(was.get(id)));
        return firstOf(came.filter(isHere), ({ id, stream }) => {
          const other = stayed.find((each) => each.stream === stream && isHere(each));
          return other && `a rule made ${id} and ${other.id} of one provider one record, ${record}`;
        });
      });
    },
  },
  {
    says: 'Nothing comes as new under a key that more have than are looked at, unless a person is asked.',
    isTested: isCrowded,
    find: ({ before, now }) => {
      if (!isCrowded({ before })) return undefined;
      const was = new Set(before.references.map(({ id }) => id));
      const asked = new Set(now.reviews.flatMap(({ one, other }) => [one, other]));
      return firstOf(crowdOf(now), ({ id, record }) =>
        was.has(id) || asked.has(record)
          ? undefined
          : `${id} is new under a key that more than ${MOST_UNDER_KEY} have, and is not asked about`,
      );
    },
  },
];

const versionOf = ({ data }: SeenReference) => data?.version ?? 0;
const saysOf = (reference: SeenReference) => personSays(reference.id, versionOf(reference));

interface Known extends SeenReference {
  readonly record: string;
}

function isKnown(reference: SeenReference): reference is Known {
  return reference.record !== null && versionOf(reference) > 0;
}

/** What is at a source, as it was read last; what was parted is held against others when it is read anew. */
function readingsOf({ references }: Snapshot): readonly Known[] {
  return references.filter(isKnown).filter(({ inactive, isUnread }) => !inactive && isUnread !== true);
}

function isCrowded({ before }: Pick<TwoMoments, 'before'>): boolean {
  return crowdOf(before).length > MOST_UNDER_KEY;
}

/** Those whose names begin alike. */
function crowdOf({ references }: Snapshot): readonly Known[] {
  return references.filter(isKnown).filter(({ id }) => isOfCrowd(id));
}

function areAlike(one: Known, other: Known): boolean {
  return speaksForOne({ id: one.id, version: versionOf(one) }, { id: other.id, version: versionOf(other) });
}

/**
 * Pairs of records that are asked about, or hold two that a person keeps apart: these themselves, or what has their address in their place.
 */
function settledIn({ reviews, apart, inheriting, references }: Snapshot): ReadonlySet<string> {
  const known = new Map(references.map((reference) => [reference.id, reference]));
  const recordOf = (id: string) => known.get(id)?.record ?? '';
  const addressAt = (id: string) => {
    const reference = known.get(id);
    return reference && addressOf(id, versionOf(reference))?.toLowerCase();
  };
  const inherited = inheriting.filter(({ one, other }) => {
    const address = addressAt(one);
    return address !== undefined && address === addressAt(other);
  });
  return new Set([
    ...reviews.map(({ one, other }) => pairOf(one, other)),
    ...[...apart, ...inherited].map(({ one, other }) => pairOf(recordOf(one), recordOf(other))),
  ]);
}

function sourcesOf({ references }: Snapshot): ReadonlyMap<string, readonly Known[]> {
  const sources = new Map<string, Known[]>();
  for (const reference of references.filter(isKnown)) {
    const others = sources.get(reference.record);
    if (others === undefined) sources.set(reference.record, [reference]);
    else others.push(reference);
  }
  return sources;
}
