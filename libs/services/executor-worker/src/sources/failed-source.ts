import { parseJson, type FailureId, type RecordFailure, type SourceRecord } from '@evenkeel/domain';
import { OneByOne } from './one-by-one.js';
import { readNamed, refused } from './read-named.js';
import { NO_DELAYS, type ChunkSource, type SourceNeeds } from './source-needs.js';

/**
 * Records that failed before: those of them that are still open are one page, as far as they can be read at once. A cursor is the
 * id of the failure that comes next.
 */
export function failedSource(
  needs: SourceNeeds,
  { failureIds }: { readonly failureIds: readonly FailureId[] },
): ChunkSource {
  const records = new OneByOne();
  return {
    page: async (cursor) => {
      const from = cursor === null ? 0 : failureIds.indexOf(cursor);
      const failures = await needs.failures(failureIds.slice(from));
      const open = inOrder(failures.filter(isRead), failureIds);
      const read = await records.read(open, (failure) => readFailed(needs, failure));
      return { records: read, next: open[read.length]?.id ?? null, bound: null };
    },
    delays: NO_DELAYS,
  };
}

/**
 * What the provider says now counts, where it can be asked; unless a person put something in its place. Otherwise what was
 * kept is replayed as of when it was read, so that it cannot bring old values back.
 */
async function readFailed(needs: SourceNeeds, failure: RecordFailure): Promise<SourceRecord> {
  const { externalId, raw, editedBy, version, modifiedAt, key: failureKey, observedAt, problem } = failure;
  const mayRead = needs.stream.readOne !== undefined && editedBy === null;
  if (externalId !== null && mayRead) {
    const read = await readNamed(needs, externalId);
    return read.gone !== undefined && raw !== null ? { ...read, gone: 'read_again' } : read;
  }
  const replay = { failureKey, observedAt };
  if (problem.code === 'record.id_taken' && editedBy === null) {
    const message =
      'Its id belongs to another entry, over which it would be written: give it an id of its own first';
    return { ...refused(externalId, 'record.id_taken', message), replay };
  }
  if (raw !== null) {
    return { externalId, version, modifiedAt, data: parseJson(raw), replay };
  }
  const message = 'The provider has no way to read this record alone, and nothing was kept of it';
  return { ...refused(externalId, 'provider.record_not_readable', message), replay };
}

/** What could not be written is sent again by the push of the run. */
function isRead({ key }: RecordFailure): boolean {
  return !key.startsWith('record:');
}

function inOrder(failures: readonly RecordFailure[], ids: readonly FailureId[]): readonly RecordFailure[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  return [...failures].sort((one, other) => places.get(one.id)! - places.get(other.id)!);
}
