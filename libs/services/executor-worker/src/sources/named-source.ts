import { isRecoverable, SyncError, type ErrorCode, type SourceRecord } from '@evenkeel/domain';
import type { ChunkSource, SourceParts } from './source-parts.js';

/** Records read by id at the same time: a page of named records is many calls. */
export const READ_ONE_PARALLEL = 4;

/** All records of a chunk that names them are one page. */
export function onePage<Named>(
  named: readonly Named[],
  read: (name: Named) => Promise<SourceRecord>,
): ChunkSource {
  return {
    page: async () => {
      const records: SourceRecord[] = [];
      for (let start = 0; start < named.length; start += READ_ONE_PARALLEL) {
        const group = named.slice(start, start + READ_ONE_PARALLEL);
        records.push(...(await Promise.all(group.map(read))));
      }
      return { records, next: null, bound: null };
    },
    delayMs: 0,
  };
}

/** What the provider says of one record, be it that it has none, refuses it, or does not manage to answer. */
export async function readNamed(
  { connector, context, job }: SourceParts,
  externalId: string,
): Promise<SourceRecord> {
  try {
    return (await connector.readOne(context, job.definition.stream, externalId)) ?? gone(externalId);
  } catch (error) {
    if (isAboutTheRecord(error)) return refused(externalId, error.code, error.message);
    throw error;
  }
}

/**
 * What the provider says of one record is no reason to leave the others unread, and neither is that it fails at one: where
 * it fails at most, the breaker opens, and then there is no use in asking for any.
 */
function isAboutTheRecord(error: unknown): error is SyncError {
  if (!(error instanceof SyncError) || error.code === 'provider.breaker_open') return false;
  const { errorClass } = error;
  return errorClass === 'business' || errorClass === 'data' || isRecoverable(errorClass);
}

function gone(externalId: string): SourceRecord {
  return refused(externalId, 'provider.record_gone', `The provider has no record ${externalId}`);
}

export function refused(externalId: string | null, code: ErrorCode, message: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, refusal: { code, message } };
}
