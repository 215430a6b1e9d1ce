import type { FailureId, RecordFailure, SourceRecord } from '@evenkeel/domain';
import { inGroups } from './in-groups.js';
import { onePage } from './named-source.js';
import { readNamed, refused } from './read-named.js';
import type { ChunkSource, SourceNeeds } from './source-needs.js';

/** Records that failed before: those of them that are still open are one page. */
export function failedSource(
  needs: SourceNeeds,
  { failureIds }: { readonly failureIds: readonly FailureId[] },
): ChunkSource {
  const read = (failure: RecordFailure) => readFailed(needs, failure);
  return onePage(async () => inGroups(await needs.failures(failureIds), read));
}

/**
 * What the provider says now counts, where it can be asked; unless a person put something in its place. Otherwise what was
 * kept is replayed as of when it was read, so that it cannot bring old values back.
 */
async function readFailed(needs: SourceNeeds, failure: RecordFailure): Promise<SourceRecord> {
  const { externalId, raw, editedBy, version, modifiedAt, key: failureKey, observedAt } = failure;
  const mayRead = needs.stream.readOne !== undefined && editedBy === null;
  if (externalId !== null && mayRead) return readNamed(needs, externalId);
  const replay = { failureKey, observedAt };
  if (raw !== null) {
    return { externalId, version, modifiedAt, data: JSON.parse(raw) as SourceRecord['data'], replay };
  }
  const message = 'The provider has no way to read this record alone, and nothing was kept of it';
  return { ...refused(externalId, 'provider.record_not_readable', message), replay };
}
