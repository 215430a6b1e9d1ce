import { CallPostponed, isRecoverable, SyncError, type ErrorCode, type SourceRecord } from '@evenkeel/domain';
import type { ConnectorStream } from '@evenkeel/ports';
import { readAbout } from './read-about.js';
import type { SourceNeeds } from './source-needs.js';

/**
 * The record at the provider; one that is gone where the provider has none, a refused one where it refuses it or does not manage to
 * answer. Rejects with `config.read_one_unsupported` where the stream reads no single records.
 */
export async function readNamed(
  { stream }: Pick<SourceNeeds, 'stream'>,
  asked: string,
): Promise<SourceRecord> {
  const externalId = spelledBy(stream, asked);
  try {
    return (await readAbout(stream, externalId)) ?? gone(externalId);
  } catch (error) {
    if (isAboutTheRecord(error)) return refused(externalId, error.code, error.message);
    throw error;
  }
}

/** The id as the records of the stream have it. */
export function spelledBy({ spellId }: Pick<ConnectorStream, 'spellId'>, externalId: string): string {
  return spellId?.(externalId) ?? externalId;
}

export function refused(externalId: string | null, code: ErrorCode, message: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, refusal: { code, message } };
}

/**
 * What the provider says of one record is no reason to leave the others unread, and neither is that it fails at one: where
 * it fails at most, the breaker opens, and then there is no use in asking for any.
 */
function isAboutTheRecord(error: unknown): error is SyncError {
  if (
    !(error instanceof SyncError) ||
    error instanceof CallPostponed ||
    error.code === 'provider.breaker_open'
  )
    return false;
  const { errorClass } = error;
  return errorClass === 'business' || errorClass === 'data' || isRecoverable(errorClass);
}

function gone(externalId: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, gone: 'read' };
}
