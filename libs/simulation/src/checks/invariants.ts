import { DELIVERY_INVARIANTS } from './deliveries.js';
import { EXECUTION_INVARIANTS } from './executions.js';
import { INACTIVATION_INVARIANTS } from './inactivation.js';
import { GONE_INVARIANTS } from './gone.js';
import { FACT_INVARIANTS } from './facts.js';
import { DISPATCH_INVARIANTS } from './dispatch.js';
import { JOINED_INVARIANTS } from './joined.js';
import { KEPT_APART, PARTED_INVARIANTS } from './parted.js';
import { MATCHED_INVARIANTS } from '../matched/checks/matched.js';
import { RELEASED_INVARIANTS } from './released.js';
import { LISTING_INVARIANTS } from './listings.js';
import type { Invariant, Moments } from './invariant.js';
import { MESSAGE_INVARIANTS } from './messages.js';
import { PAGE_INVARIANTS } from './pages.js';
import { PLAN_INVARIANTS } from './plans.js';
import { REMOVAL_INVARIANTS } from './removals.js';
import { RECORD_INVARIANTS } from './records.js';

export const INVARIANTS: readonly Invariant[] = [
  ...PAGE_INVARIANTS,
  ...EXECUTION_INVARIANTS,
  ...FACT_INVARIANTS,
  ...DISPATCH_INVARIANTS,
  ...RECORD_INVARIANTS,
  ...INACTIVATION_INVARIANTS,
  ...GONE_INVARIANTS,
  ...LISTING_INVARIANTS,
  ...PLAN_INVARIANTS,
  ...REMOVAL_INVARIANTS,
  ...MESSAGE_INVARIANTS,
];

/** The first invariant that does not hold, in words; undefined if all do. */
export function findViolation(moments: Moments): string | undefined {
  for (const { says, find } of [...INVARIANTS, ...invariantsOfKind(moments)]) {
    const problem = find(moments);
    if (problem !== undefined) return `${problem} (${says})`;
  }
  return undefined;
}

/** What holds besides in a world of its kind. */
function invariantsOfKind({ provider, now }: Moments): readonly Invariant[] {
  return [...(now.deliveries.length > 0 ? DELIVERY_INVARIANTS : []), ...invariantsOfRecords(provider)];
}

function invariantsOfRecords({ isJoined, isMatched }: Moments['provider']): readonly Invariant[] {
  if (isJoined) return [...JOINED_INVARIANTS, ...PARTED_INVARIANTS, ...RELEASED_INVARIANTS];
  return isMatched ? [KEPT_APART, ...MATCHED_INVARIANTS] : [];
}
