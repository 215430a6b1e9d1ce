import { SyncError } from '../errors/sync-error.js';
import { rankSource } from '../merge/rank-source.js';
import { isWithin, placeText } from '../three-way/place.js';
import type { Choice, Contested } from '../three-way/sides.js';
import type { CompiledConflictPolicy } from './compile-conflict-policy.js';
import { kindOf, type ConflictFacts, type ConflictKind } from './conflict-kind.js';
import { CONFLICT_STRATEGIES } from './conflict-strategies.js';
import type { RuledCase } from './conflict-strategy.js';

/** By text of a place, `$` for the whole record: when a side last changed what is there, ISO 8601. The narrowest holds. */
export type FieldTimes = Readonly<Record<string, string>>;

/** Where the value of a field of the local record came from, where it was another source than the one of this job. */
export interface OtherSources {
  /** The source of this job, as `crm/people`. */
  readonly own: string;
  /** By top-level field. */
  readonly byField: Readonly<Record<string, string>>;
  /** Of the record type, the most trusted first. */
  readonly ranking: readonly string[];
}

/** What is known of a record beside its values. */
export interface ConflictCircumstances {
  readonly records: RuledCase['records'];
  readonly changedAt: { readonly local: FieldTimes; readonly remote: FieldTimes };
  readonly facts?: ConflictFacts;
  readonly sources?: OtherSources;
  /** What becomes of a place whose strategy cannot take its values: the error is thrown, or a person is asked. */
  readonly onFailure: 'throw' | 'review';
}

/** Decides a contested place by the policy of the job. Throws `record.strategy_failed` unless a person is to be asked instead. */
export function decideContested(
  contested: Contested,
  policy: CompiledConflictPolicy,
  circumstances: ConflictCircumstances,
): Choice {
  const bySource = decideBySource(contested, circumstances);
  if (bySource !== undefined) return bySource;
  const { strategy, fallback, rules } = policy.strategyAt(contested.place);
  const { records, changedAt } = circumstances;
  const conflict: RuledCase = {
    ...contested,
    kind: kindAt(contested, circumstances),
    localAt: timeAt(changedAt.local, contested.path),
    remoteAt: timeAt(changedAt.remote, contested.path),
    records,
    rules,
  };
  try {
    return (
      CONFLICT_STRATEGIES[strategy].decide(conflict) ??
      CONFLICT_STRATEGIES[fallback].decide(conflict) ?? { kind: 'undecided', asks: 'review' }
    );
  } catch (error) {
    if (circumstances.onFailure === 'throw' || !(error instanceof SyncError)) throw error;
    return { kind: 'undecided', asks: 'review' };
  }
}

export function kindAt(contested: Contested, { facts = {}, sources }: ConflictCircumstances): ConflictKind {
  const isOfOther = sources !== undefined && otherSource(contested, sources) !== undefined;
  return kindOf({ ...facts, ...(isOfOther ? { multi_source: true } : {}) });
}

/** Of two sources the one that is ranked higher; equally ranked ones are left to the policy. */
function decideBySource(contested: Contested, { sources }: ConflictCircumstances): Choice | undefined {
  const other = sources && otherSource(contested, sources);
  if (sources === undefined || other === undefined) return undefined;
  const order = rankSource(sources.ranking, other) - rankSource(sources.ranking, sources.own);
  return order === 0 ? undefined : { kind: order < 0 ? 'local' : 'remote' };
}

function otherSource({ place: [field] }: Contested, { own, byField }: OtherSources): string | undefined {
  const source = typeof field === 'string' && Object.hasOwn(byField, field) ? byField[field] : undefined;
  return source === own ? undefined : source;
}

/** The time of the narrowest place that holds this one. */
export function timeAt(times: FieldTimes, path: string): string | undefined {
  const narrowest = Object.keys(times)
    .filter((outer) => isWithin(path, outer))
    .toSorted((one, other) => lengthOf(other) - lengthOf(one))[0];
  return narrowest === undefined ? undefined : times[narrowest];
}

const lengthOf = (path: string) => (path === placeText([]) ? 0 : path.length);
