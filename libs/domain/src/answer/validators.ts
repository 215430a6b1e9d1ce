/** What an answer is known by, to ask whether it is still the same (RFC 9110, section 8.8). At least one is there. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** `etag`: only by an ETag. `any`: also by the time of the last change. */
export type ValidatedBy = 'etag' | 'any';

interface AnswerToKeep {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
}

/** Larger answers are not kept. */
export const LARGEST_KEPT_BYTES = 262_144;
/** A second change within the second of `Last-Modified` would not be seen; clocks of one provider differ a little, too. */
const STRONG_AFTER_MS = 60_000;

/**
 * By what an answer may be kept and asked about later; undefined where it may not. A time of change counts only once it is a
 * minute past by the provider's own clock: before that the same second may see another change.
 */
export function validatorsOf(
  { status, headers, bodyBytes }: AnswerToKeep,
  by: ValidatedBy,
): Validators | undefined {
  if (status !== 200 || bodyBytes > LARGEST_KEPT_BYTES) return undefined;
  if (/\bno-store\b/i.test(headers['cache-control'] ?? '') || headers['vary']?.trim() === '*')
    return undefined;
  const etag = etagOf(headers['etag']);
  const lastModified = by === 'any' ? strongTime(headers['last-modified'], headers['date']) : null;
  return etag === null && lastModified === null ? undefined : { etag, lastModified };
}

/** The headers of a question whether an answer is still the same. A server that gets both looks at the ETag. */
export function conditionOf({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

function etagOf(header: string | undefined): string | null {
  return header?.trim().match(/^(W\/)?"[\x21\x23-\x7e]+"$/)?.[0] ?? null;
}

function strongTime(changed: string | undefined, date: string | undefined): string | null {
  // Not a number where one of them is missing or no time.
  const olderMs = Date.parse(String(date)) - Date.parse(String(changed));
  return olderMs >= STRONG_AFTER_MS ? (changed ?? null) : null;
}
