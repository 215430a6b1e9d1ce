import { eventSays, thingSays } from '../workload/provider/joined-data.js';
import { EVENTS, THINGS } from '../workload/provider/scripted-provider.js';
import type { Invariant, Moments } from './invariant.js';
import { isSame } from './is-same.js';
import { firstOf } from './pages.js';
import type { Snapshot } from './snapshot.js';

export const KEPT_APART: Invariant = {
  says: 'What a person said is not one stays two records.',
  isTested: ({ before, now }) => now.apart.length > 0 && isWritten({ before, now }),
  find: ({ now }) => {
    const recordOf = new Map(now.references.map(({ id, record }) => [id, record]));
    return firstOf(now.apart, ({ one, other }) =>
      recordOf.has(one) && recordOf.get(one) === recordOf.get(other)
        ? `${one} and ${other} are one record again`
        : undefined,
    );
  },
};

/** What holds of records that a person parted after a rule had joined them. */
export const PARTED_INVARIANTS: readonly Invariant[] = [
  KEPT_APART,
  {
    says: 'A record of one source says what that says, whatever it was one with before.',
    isTested: isWritten,
    find: ({ now }) => {
      const sources = new Map<string | null, number>();
      for (const { record } of now.references) sources.set(record, (sources.get(record) ?? 0) + 1);
      return firstOf(now.references, (reference) => {
        const { id, stream, inactive, record, recordData } = reference;
        if (inactive || ![THINGS, EVENTS].includes(stream) || sources.get(record) !== 1) return undefined;
        const expected = stream === THINGS ? thingSays(id, reference.data?.version ?? 0) : eventSays(id);
        return firstOf(['email', 'home', 'tags', 'groups', 'thing'], (field) =>
          isSame(recordData?.[field], expected[field])
            ? undefined
            : `the record of ${id} alone has ${JSON.stringify(recordData?.[field])} as its ${field}, not ${JSON.stringify(expected[field])}`,
        );
      });
    },
  },
];

export const pairOf = (one: string, other: string) => [one, other].sort().join(' ');

/** Pairs of external ids that are kept apart. */
export function apartIn({ apart }: Snapshot): ReadonlySet<string> {
  return new Set(apart.map(({ one, other }) => pairOf(one, other)));
}

/** Whether anything of a record was written since the moment before. */
export function isWritten({ before, now }: Pick<Moments, 'before' | 'now'>): boolean {
  const sum = ({ references }: Snapshot) =>
    references.reduce((total, { recordVersion }) => total + (recordVersion ?? 0), 0);
  return sum(now) !== sum(before);
}
