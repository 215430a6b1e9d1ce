import type { Slice, SliceKind } from '@evenkeel/domain';
import { closeOutSource } from './close-out-source.js';
import { detailsSource } from './details-source.js';
import { failedSource } from './failed-source.js';
import { listingSource } from './listing-source.js';
import { namedSource } from './named-source.js';
import { pushSource } from './push-source.js';
import { twoWaySource } from './two-way-source.js';
import type { ChunkSource, SourceNeeds } from './source-needs.js';

type OpenSource<Kind extends SliceKind> = (
  needs: SourceNeeds,
  slice: Extract<Slice, { readonly kind: Kind }>,
) => ChunkSource | Promise<ChunkSource>;

/** What the pages of each kind of slice come from. */
const SOURCES: { readonly [Kind in SliceKind]: OpenSource<Kind> } = {
  whole: listingSource,
  range: listingSource,
  details: detailsSource,
  ids: namedSource,
  failures: failedSource,
  retry: namedSource,
  push: pushSource,
  close_out: closeOutSource,
};

export async function openSource(needs: SourceNeeds): Promise<ChunkSource> {
  const { slice } = needs.chunk;
  // A slice always meets the source of its own kind.
  const open = SOURCES[slice.kind] as OpenSource<SliceKind>;
  const source = await open(needs, slice);
  return slice.kind === 'push' ? source : twoWaySource(needs, source);
}
