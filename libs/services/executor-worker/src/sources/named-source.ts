import { OneByOne } from './one-by-one.js';
import { readNamed } from './read-named.js';
import { NO_DELAYS, type ChunkSource, type SourceNeeds } from './source-needs.js';

/** All records of a chunk that names them are one page, as far as they can be read at once. A cursor says how many were read. */
export function namedSource(
  needs: SourceNeeds,
  { externalIds }: { readonly externalIds: readonly string[] },
): ChunkSource {
  const records = new OneByOne();
  return {
    page: async (cursor) => {
      const done = Number(cursor ?? 0);
      const read = await records.read(externalIds.slice(done), (externalId) => readNamed(needs, externalId));
      const end = done + read.length;
      return { records: read, next: end < externalIds.length ? String(end) : null, bound: null };
    },
    delays: NO_DELAYS,
  };
}
