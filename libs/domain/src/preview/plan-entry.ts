import { BUCKETS, type Bucket } from './bucket.js';

/**
 * What a plan keeps of one record, in 20 bytes: bucket (1), digest of the external id (8), content hash of what is here
 * (5) and of what is to come (6), each cut short. Where hashes meet by chance a record is planned anew, or, once in 2^48,
 * taken for the one that was planned.
 */
export interface PlanEntry {
  readonly bucket: Bucket;
  /** 16 hexadecimal digits. */
  readonly key: string;
  /** 10 hexadecimal digits; null: it is not here yet. */
  readonly base: string | null;
  /** 12 hexadecimal digits; null: nothing is to be written. */
  readonly target: string | null;
}

export const ENTRY_BYTES = 20;
const KEY = { at: 1, bytes: 8 } as const;
const BASE = { at: 9, bytes: 5 } as const;
const TARGET = { at: 14, bytes: 6 } as const;
const DIGITS_A_BYTE = 2;

/** `digest` gives hexadecimal digits, at least 16. */
export function entryKey(externalId: string | null, digest: (text: string) => string): string {
  return digest(externalId ?? '').slice(0, KEY.bytes * DIGITS_A_BYTE);
}

export function shortBase(contentHash: string): string {
  return contentHash.slice(0, BASE.bytes * DIGITS_A_BYTE);
}

export function shortTarget(contentHash: string): string {
  return contentHash.slice(0, TARGET.bytes * DIGITS_A_BYTE);
}

export function packEntries(entries: readonly PlanEntry[]): Uint8Array {
  const packed = new Uint8Array(entries.length * ENTRY_BYTES);
  entries.forEach((entry, index) => {
    const start = index * ENTRY_BYTES;
    packed[start] = BUCKETS.indexOf(entry.bucket);
    write(packed, start + KEY.at, entry.key);
    if (entry.base !== null) write(packed, start + BASE.at, entry.base);
    if (entry.target !== null) write(packed, start + TARGET.at, entry.target);
  });
  return packed;
}

/** The entry that begins at this byte; a bucket that only a later release knows is one that is not written. */
export function unpackEntry(packed: Uint8Array, start: number): PlanEntry {
  return {
    bucket: BUCKETS[packed[start] ?? 0] ?? 'unchanged',
    key: read(packed, start + KEY.at, KEY.bytes),
    base: orNull(read(packed, start + BASE.at, BASE.bytes)),
    target: orNull(read(packed, start + TARGET.at, TARGET.bytes)),
  };
}

function write(packed: Uint8Array, at: number, digits: string): void {
  for (let index = 0; index < digits.length; index += DIGITS_A_BYTE) {
    packed[at + index / DIGITS_A_BYTE] = parseInt(digits.slice(index, index + DIGITS_A_BYTE), 16);
  }
}

function read(packed: Uint8Array, at: number, bytes: number): string {
  let digits = '';
  for (let index = at; index < at + bytes; index += 1) {
    digits += (packed[index] ?? 0).toString(16).padStart(DIGITS_A_BYTE, '0');
  }
  return digits;
}

/** Nothing but zeros stands for none: a hash that begins like that is planned anew once in 2^40. */
function orNull(digits: string): string | null {
  return /^0*$/.test(digits) ? null : digits;
}
