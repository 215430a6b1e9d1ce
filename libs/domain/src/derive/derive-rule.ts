import type { Filter } from '../filter/filter.js';
import type { MappingRule } from '../mapping/mapping-rule.js';

/** A further record that is made of a piece of the provider's record, beside the one that the mapping makes. */
export interface DeriveRule {
  /** Unique within the job, and piece of what a derived record is known by. */
  readonly name: string;
  /** Only of records that pass; left out: of each. */
  readonly when?: Filter;
  /** Dotted path of the piece: one derived record. */
  readonly at?: string;
  /** Dotted path of a list: one derived record for each of its entries. */
  readonly each?: string;
  /** Dotted path within an entry, or a piece, of what tells it from the others. */
  readonly key?: string;
  /** One record for each key, whatever record it is found in: a label, a user. Left out: one for each record and key. */
  readonly shared?: boolean;
  readonly recordType: string;
  /** Reads the piece, not the whole. Left out or empty: the piece is kept as it is. */
  readonly mapping?: readonly MappingRule[];
  /** Name of the link from the record to the derived one; left out: that of the rule. */
  readonly link?: string;
}

/** A link from the record of a job to the record that has this external id in a stream. */
export interface LinkRule {
  /** Unique among the links of the job. */
  readonly name: string;
  /** Stream of the connection of the job. */
  readonly stream: string;
  /** Record type that the stream is read into. */
  readonly recordType: string;
  /** Dotted path of the external id in the provider's record; with `*` of several. */
  readonly at: string;
  /** The record is parked until the other one is here. */
  readonly required?: boolean;
}

/** What is counted of derived records, beside the receipt. */
export const DERIVED_COUNTERS = ['created', 'updated', 'inactivated', 'unchanged', 'rejected'] as const;
export type DerivedCounter = (typeof DERIVED_COUNTERS)[number];
export type DerivedCounts = Readonly<Record<DerivedCounter, number>>;

export const NO_DERIVED: DerivedCounts = {
  created: 0,
  updated: 0,
  inactivated: 0,
  unchanged: 0,
  rejected: 0,
};

export function addDerived(pieces: readonly DerivedCounts[]): DerivedCounts {
  const sum: Record<DerivedCounter, number> = { ...NO_DERIVED };
  for (const piece of pieces) for (const counter of DERIVED_COUNTERS) sum[counter] += piece[counter];
  return sum;
}

export function hasDerived(counts: DerivedCounts): boolean {
  return DERIVED_COUNTERS.some((counter) => counts[counter] > 0);
}
