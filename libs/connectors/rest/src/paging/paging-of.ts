import { SyncError, type Watermark } from '@evenkeel/domain';
import { hasLast } from '../entries/lists-of.js';
import { tellsAtEnd } from '../settings/incremental-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { placesOf } from '../settings/request-rules.js';
import { byLink, byNextUrl, type SizeOfAddress } from './by-address.js';
import { byCursor } from './by-cursor.js';
import { byOffset, overlaps } from './by-offset.js';
import { byPage } from './by-page.js';
import { byPosition, upToPosition } from './by-position.js';
import { edgeReading } from './edge-reading.js';
import type { Paging } from './paging.js';

const single: Paging = {
  callOf: (listing) => listing.page({}),
  after: () => ({ next: null }),
  // Fewer records would be all that it ever gives.
  resizes: () => 'never',
};

/** Where the size of a page is told that is at an address of the provider. */
function sizeOfAddress({
  pageSizeParam: param,
  headers,
  json,
  form,
  graphql,
}: StreamSettings): SizeOfAddress {
  const besides = placesOf({ headers, json, form, graphql }).has('pageSize');
  return { param, besides };
}

export function pagingOf(stream: StreamSettings, since: Watermark | null): Paging {
  const { incremental, path } = stream;
  if (since !== null && incremental !== undefined && since.kind !== incremental.kind) {
    const message = `${path} reads on from a ${incremental.kind}, but the job stopped at a ${since.kind}`;
    throw new SyncError('config.invalid_settings', message);
  }
  if (incremental?.kind !== 'position') return byPagination(stream);
  return tellsAtEnd(incremental)
    ? upToPosition(incremental, byPagination(stream))
    : byPosition(incremental, since);
}

function byPagination(stream: StreamSettings): Paging {
  const { pagination } = stream;
  switch (pagination.kind) {
    case 'none':
      return single;
    case 'page':
      // One more call for each page: only where rows are said to move.
      return byPage(pagination, edgeReading(stream, hasLast(stream) && stream.listing === 'shifting'));
    case 'offset':
      return byOffset(
        pagination,
        edgeReading(stream, hasLast(stream) && overlaps(pagination, stream.listing === 'stable')),
      );
    case 'cursor':
      return byCursor(pagination);
    case 'link':
      return byLink(pagination, sizeOfAddress(stream));
    case 'nextUrl':
      return byNextUrl(pagination, sizeOfAddress(stream));
  }
}
