import type { ErrorCode } from '../errors/error-catalog.js';
import { SyncError } from '../errors/sync-error.js';

/** How far a listing has come that goes on. */
export interface ListingLength {
  readonly pages: number;
  readonly records: number;
  /** What the provider says that there is in all; null: it does not say. */
  readonly total: number | null;
}

/** What is known of how many records may come. */
export interface KnownLength {
  /** What the contract of the job allows; null: it does not say. */
  readonly maxRecords: number | null;
  /** Records that were active before the run; null: not asked for yet. */
  readonly here: number | null;
}

/** What stops a listing that goes on. */
const ENDLESS: readonly (string | null)[] = [
  'provider.listing_endless',
  'run.contract_broken',
] satisfies readonly ErrorCode[];

/** Whether a listing was stopped while it was read, for its length, by what its chunk or its execution failed for. */
export function isOfEndless(code: string | null): boolean {
  return ENDLESS.includes(code);
}

/** Below this no number of records is suspicious by itself, however few are here. */
export const LEAST_SUSPICIOUS_RECORDS = 10_000;
const TIMES_WHAT_IS_HERE = 10;
/** A listing grows while it is read: by this share of its total, or by this many entries. */
const GROWTH_SHARE = 0.1;
const GROWTH_ENTRIES = 100;

/**
 * Why a listing that goes on is not read any further: it gave more than its job allows, or, where that says nothing, far more than
 * the provider has or than was here. An empty store says nothing of how many may come. Undefined: it may go on.
 */
export function findEndless(length: ListingLength, { maxRecords, here }: KnownLength): SyncError | undefined {
  const { records, total } = length;
  if (maxRecords !== null) {
    if (records <= maxRecords) return undefined;
    const gave = `The provider has given ${numberText(records)} records, and goes on`;
    return new SyncError(
      'run.contract_broken',
      `${gave}; the contract of the job expects at most ${maxRecords}`,
    );
  }
  if (total !== null && records > total + Math.max(total * GROWTH_SHARE, GROWTH_ENTRIES)) {
    return endless(length, `the provider says that there are ${numberText(total)}`);
  }
  if (here !== null && here > 0 && mayBeEndless(length) && records > here * TIMES_WHAT_IS_HERE) {
    return endless(length, `${numberText(here)} are here`);
  }
  return undefined;
}

/** Whether so many came that it matters how many are here. */
export function mayBeEndless({ records }: Pick<ListingLength, 'records'>): boolean {
  return records > LEAST_SUSPICIOUS_RECORDS;
}

function endless({ pages, records }: ListingLength, known: string): SyncError {
  const came = `${numberText(pages)} pages, ${numberText(records)} records`;
  return new SyncError('provider.listing_endless', `The listing does not end: ${came}, ${known}`);
}

function numberText(number: number): string {
  return number.toLocaleString('en-US');
}
