import type { SourceRecord } from '@evenkeel/domain';
import { inGroups } from './in-groups.js';
import { readNamed } from './read-named.js';
import type { ChunkSource, SourceParts } from './source-parts.js';

/** All records of a chunk that names them are one page. */
export function namedSource(
  parts: SourceParts,
  { externalIds }: { readonly externalIds: readonly string[] },
): ChunkSource {
  return onePage(() => inGroups(externalIds, (externalId) => readNamed(parts, externalId)));
}

export function onePage(read: () => Promise<readonly SourceRecord[]>): ChunkSource {
  return { page: async () => ({ records: await read(), next: null, bound: null }), delayMs: 0 };
}
