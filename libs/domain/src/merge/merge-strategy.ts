import { valueOf, type MergedSources } from './merged-sources.js';
import type { Projection } from './projection.js';
import { SURVIVORSHIPS } from './survivorship.js';

/** Whose value a field of the merged record has; undefined: no source has one. */
type FieldChoice = (field: string) => Projection | undefined;

interface MergeStrategy {
  /** For people. */
  readonly does: string;
  /** Chooses once for a record, then for each field. */
  readonly choose: (sources: MergedSources) => FieldChoice;
}

/** How the sources of one record are merged, by name. */
export const MERGE_STRATEGIES = {
  merge_fields: {
    does: 'Each field has the value that was changed last, of the sources that have one there.',
    choose: (sources) => (field) => SURVIVORSHIPS.most_recent.survivor(sources, field),
  },
  keep_first: {
    does: 'The record is what its oldest source says, as a whole.',
    choose: ({ projections: [oldest] }) => always(oldest),
  },
  keep_most_complete: {
    does: 'The record is what the source with the most values says, as a whole; of several the oldest.',
    choose: ({ projections }) =>
      always(projections.toSorted((one, other) => countValues(other) - countValues(one))[0]),
  },
} as const satisfies Readonly<Record<string, MergeStrategy>>;

export type MergeStrategyName = keyof typeof MERGE_STRATEGIES;
export const MERGE_STRATEGY_NAMES = Object.keys(MERGE_STRATEGIES) as readonly MergeStrategyName[];

function always(projection: Projection | undefined): FieldChoice {
  return () => projection;
}

function countValues(projection: Projection): number {
  return Object.keys(projection.data).filter((field) => valueOf(projection, field) !== null).length;
}
