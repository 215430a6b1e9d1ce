import type { ErrorCode } from '../errors/error-catalog.js';

const ID_TAKEN: ErrorCode = 'record.id_taken';

/**
 * What a failing record is known by within its job. A record without an id is known by its payload, so that it is neither
 * lost nor kept twice; an entry whose id belongs to another one is not closed by what becomes of that. The three kinds of
 * key cannot be mistaken for each other.
 */
export function failureKey(externalId: string | null, payloadDigest: () => string, code?: string): string {
  if (externalId === null) return `payload:${payloadDigest()}`;
  return code === ID_TAKEN ? `twin:${externalId}` : `id:${externalId}`;
}
