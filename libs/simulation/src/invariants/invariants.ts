import { EXECUTION_INVARIANTS } from './executions.js';
import { GONE_INVARIANTS } from './gone.js';
import { HANDING_OUT_INVARIANTS } from './handing-out.js';
import type { Invariant, Moments } from './invariant.js';
import { PAGE_INVARIANTS } from './pages.js';
import { PLAN_INVARIANTS } from './plans.js';
import { RECORD_INVARIANTS } from './records.js';

export const INVARIANTS: readonly Invariant[] = [
  ...PAGE_INVARIANTS,
  ...EXECUTION_INVARIANTS,
  ...HANDING_OUT_INVARIANTS,
  ...RECORD_INVARIANTS,
  ...GONE_INVARIANTS,
  ...PLAN_INVARIANTS,
];

/** The first invariant that does not hold, in words; undefined if all do. */
export function findViolation(moments: Moments): string | undefined {
  for (const { says, find } of INVARIANTS) {
    const problem = find(moments);
    if (problem !== undefined) return `${problem} (${says})`;
  }
  return undefined;
}
