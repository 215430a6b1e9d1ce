import type { SourceRecord } from '@evenkeel/domain';
import { inGroups } from './in-groups.js';
import { readNamed } from './read-named.js';
import type { ChunkSource, SourceNeeds } from './source-needs.js';

/** All records of a chunk that names them are one page. */
export function namedSource(
  needs: SourceNeeds,
  { externalIds }: { readonly externalIds: readonly string[] },
): ChunkSource {
  return onePage(() => inGroups(externalIds, (externalId) => readNamed(needs, externalId)));
}

export function onePage(read: () => Promise<readonly SourceRecord[]>): ChunkSource {
  return { page: async () => ({ records: await read(), next: null, bound: null }), delayMs: 0 };
}
