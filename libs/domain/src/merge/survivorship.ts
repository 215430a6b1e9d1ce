import { canonicalText } from '../json-text/canonical-text.js';
import { changedAt, type MergedSources, valueOf } from './merged-sources.js';
import type { Projection } from './projection.js';

interface Survivorship {
  /** For people. */
  readonly does: string;
  /** The source whose value survives; undefined: none has one. */
  readonly survivor: (sources: MergedSources, field: string) => Projection | undefined;
}

/** Which of several values of one field survives, by name. Null is no value, and of equals the oldest source survives. */
export const SURVIVORSHIPS = {
  most_recent: {
    does: 'The value that was changed last.',
    survivor: (sources, field) =>
      first(sources, field, (one, other) => orderTexts(changedAt(other, field), changedAt(one, field))),
  },
  most_trusted: {
    does: 'The value of the source that stands first in `sourceRanking`.',
    survivor: (sources, field) =>
      first(sources, field, (one, other) => sources.rankOf(one) - sources.rankOf(other)),
  },
  longest: {
    does: 'The value that is longest as text.',
    survivor: (sources, field) =>
      first(sources, field, (one, other) => lengthOf(other, field) - lengthOf(one, field)),
  },
  non_null: {
    does: 'The value of the oldest source.',
    survivor: (sources, field) => first(sources, field, () => 0),
  },
} as const satisfies Readonly<Record<string, Survivorship>>;

export type SurvivorshipName = keyof typeof SURVIVORSHIPS;
export const SURVIVORSHIP_NAMES = Object.keys(SURVIVORSHIPS) as readonly SurvivorshipName[];

/** The sort is stable: of equals the older source comes first. */
function first(
  { projections }: MergedSources,
  field: string,
  order: (one: Projection, other: Projection) => number,
): Projection | undefined {
  return projections.filter((each) => valueOf(each, field) !== null).toSorted(order)[0];
}

/** Times of one form have the order of their texts. */
function orderTexts(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}

function lengthOf(projection: Projection, field: string): number {
  const value = valueOf(projection, field);
  return typeof value === 'string' ? [...value].length : canonicalText(value).length;
}
