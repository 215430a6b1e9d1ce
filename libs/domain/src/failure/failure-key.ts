/**
 * What a failing record is known by within its job. A record without an id is known by its payload, so that it is neither
 * lost nor kept twice; the two kinds of key cannot be mistaken for each other.
 */
export function failureKey(externalId: string | null, payloadDigest: () => string): string {
  return externalId === null ? `payload:${payloadDigest()}` : `id:${externalId}`;
}
