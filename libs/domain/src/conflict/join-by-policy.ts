import type { JsonObject } from '../json.js';
import { joinSides, type Joined } from '../three-way/join-sides.js';
import type { Choice, Choose, Contested, Sides } from '../three-way/sides.js';
import type { TargetFlow } from '../three-way/target-flow.js';
import type { CompiledConflictPolicy } from './compile-conflict-policy.js';
import { CONFLICT_STRATEGIES } from './conflict-strategies.js';
import { decideContested, timeAt, type ConflictCircumstances, type FieldTimes } from './decide-contested.js';

/** How a job joins the two sides of a record. */
export interface JoinHow {
  readonly policy: CompiledConflictPolicy;
  readonly circumstances: Omit<ConflictCircumstances, 'records'>;
  /** Of the mapping of the job; undefined: all fields go both ways. */
  readonly flows?: readonly TargetFlow[] | undefined;
  /** Whether a local record fits the schema of its type. */
  readonly fits: (record: JsonObject) => boolean;
  /** Decides before the policy, where a person or a model already has; also of what one side alone has changed since. */
  readonly decided?: ((contested: Contested) => Choice | undefined) | undefined;
  /** Decides instead of the policy what that has no say in; undefined: it has. */
  readonly bySource?: ((contested: Contested) => Choice | undefined) | undefined;
}

/**
 * Joins the two sides of a record by the policy of its job. Where each side alone may fit the schema and their join does not, every field
 * that either side changed is contested, and all of them go one way: the strategy of the job decides as of one value, or a person does.
 * Throws `record.strategy_failed`.
 */
export function joinByPolicy(sides: Sides, how: JoinHow): Joined {
  const { policy, flows, fits } = how;
  const rules = { lists: policy.lists, flows };
  const circumstances = { ...how.circumstances, records: { local: sides.local, remote: sides.remote.data } };
  const contested: Choose = (each) => how.bySource?.(each) ?? decideContested(each, policy, circumstances);
  const joined = joinSides(sides, rules, { contested, ...(how.decided && { all: how.decided }) });
  if (!isMixed(joined) || fits(joined.local)) return joined;
  // What was decided field by field does not fit together: it is asked about again.
  const whole = how.decided === undefined ? decideTogether(joined, policy, circumstances) : REVIEW;
  const decided = joinSides(sides, rules, { contested, all: () => whole });
  if (whole.kind === 'undecided' || fits(decided.local)) return decided;
  return joinSides(sides, rules, { contested, all: () => REVIEW });
}

const REVIEW: Choice = { kind: 'undecided', asks: 'review' };

/** Whether both sides have a part in what came of it: what one side alone says is not for the join to refuse. */
function isMixed({ changed }: Joined): boolean {
  return changed.some(({ on }) => on !== 'remote') && changed.some(({ on }) => on !== 'local');
}

/** Lists and rules of single fields say nothing of several fields together: there the fallback decides. */
function decideTogether(
  { changed }: Joined,
  policy: CompiledConflictPolicy,
  { changedAt, ...circumstances }: ConflictCircumstances,
): Choice {
  const chosen = policy.strategyAt([]);
  const strategy = CONFLICT_STRATEGIES[chosen.strategy].hasFallback ? chosen.fallback : chosen.strategy;
  const { local, remote } = circumstances.records;
  const whole = { place: [], path: '$', base: undefined, local, remote };
  const paths = changed.map(({ path }) => path);
  return decideContested(
    whole,
    { ...policy, strategyAt: () => ({ strategy, fallback: 'manual', rules: [] }) },
    {
      ...circumstances,
      changedAt: { local: latest(changedAt.local, paths), remote: latest(changedAt.remote, paths) },
    },
  );
}

/** Times of one form have the order of their texts. */
function latest(times: FieldTimes, paths: readonly string[]): FieldTimes {
  const known = paths.map((path) => timeAt(times, path)).filter((time) => time !== undefined);
  const [last] = known.toSorted().toReversed();
  return last === undefined ? {} : { $: last };
}
