import { canonicalText } from '@evenkeel/domain';
import { DISPATCH_INVARIANTS } from '../../checks/dispatch.js';
import { EXECUTION_INVARIANTS } from '../../checks/executions.js';
import type { Invariant, TwoMoments } from '../../checks/invariant.js';
import { firstOf, PAGE_INVARIANTS } from '../../checks/pages.js';
import type { WrittenProvider } from '../provider/written-provider.js';
import type { TwoWayProfile } from '../two-way-profile.js';
import type { TwoWayRows } from '../two-way-rows.js';

/** Two moments with at most one commit between them, and what there is where a job writes. */
export interface TwoWayMoments extends TwoMoments {
  readonly rows: TwoWayRows;
  readonly provider: WrittenProvider;
  readonly profile: TwoWayProfile;
}

const WRITING: readonly Invariant<TwoWayMoments>[] = [
  {
    says: 'No record is created twice at the provider.',
    isTested: () => true,
    find: ({ provider }) => {
      const ours = provider.records.all.filter(({ createdBy }) => createdBy !== 'people');
      const whose = ours.map(({ states, stream }) => `${states[0]!.fields['email'] as string} of ${stream}`);
      const twice = whose.find((email, at) => whose.indexOf(email) !== at);
      return twice && `${twice} was created twice`;
    },
  },
  {
    says: 'What is written is a row before it is sent.',
    isTested: () => true,
    find: ({ provider, rows }) => {
      const sent = new Set(rows.intents.flatMap(({ id, state }) => (state === 'planned' ? [] : [id])));
      return firstOf(provider.records.all, ({ id, states }) => {
        const unknown = states.find(({ by }) => by !== 'people' && !sent.has(by.intent));
        return unknown && `version ${unknown.version} of ${id} was written, and no row says so`;
      });
    },
  },
  {
    says: 'What the provider has already is not written once more by a job that reads it.',
    isTested: ({ profile }) => profile.isBothWays,
    find: ({ provider, profile }) => {
      if (!profile.isBothWays) return undefined;
      return firstOf(provider.records.all, ({ id, states }) => {
        const echo = states.find(({ by, fields, isGone }, at) => {
          const before = states[at - 1];
          if (before === undefined || by === 'people') return false;
          return !isGone && canonicalText(before.fields) === canonicalText(fields);
        });
        return echo && `version ${echo.version} of ${id} says nothing new`;
      });
    },
  },
];

export const TWO_WAY_INVARIANTS: readonly Invariant<TwoWayMoments>[] = [
  ...PAGE_INVARIANTS,
  ...EXECUTION_INVARIANTS,
  ...DISPATCH_INVARIANTS,
  ...WRITING,
];

/** The first invariant that does not hold, in words; undefined if all do. */
export function findTwoWayViolation(moments: TwoWayMoments): string | undefined {
  for (const { says, find } of TWO_WAY_INVARIANTS) {
    const problem = find(moments);
    if (problem !== undefined) return `${problem} (${says})`;
  }
  return undefined;
}
