import type { Version } from '../record/version.js';
import type { ReadSince } from '../three-way/sides.js';
import type { Agreement } from './agreement.js';

/** So much later a provider that shows what it has only after a while shows it. */
const LONGEST_LAG_MS = 60_000;

/** What is known of our last write of a record. */
export interface LastWrite extends Pick<Agreement, 'over'> {
  /** The version that it left, or that was read since; null: not known. */
  readonly version: Version | null;
  /** When its answer came, or what was read since was asked for, ISO 8601. */
  readonly at: string;
}

/**
 * What is known of when a record was read, seen from our last write of it. `before`: it shows the record as it was when it was written over. Else what joining is told:
 * nothing where no version tells.
 */
export type SinceWrite = 'before' | ReadSince;

/** @param read the version that was read, and when it was asked for */
export function sinceWrite(
  { version: left, over, at }: LastWrite,
  read: { readonly version: Version | null; readonly at: string },
): SinceWrite {
  if (read.version === null) return over === null ? AFTER : {};
  // A version that is made of what a record holds comes back with it: a while later the record was put back.
  const mayLag = Date.parse(read.at) - Date.parse(at) < LONGEST_LAG_MS;
  if (over === read.version && mayLag) return 'before';
  if (left !== null) return { isAsWritten: left === read.version };
  return over === undefined ? {} : AFTER;
}

const AFTER = { isAfterWrite: true } as const;
