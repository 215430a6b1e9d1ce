import { SyncError, type Watermark } from '@evenkeel/domain';
import { hasLast } from '../entries/lists-of.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { byLink, byNextUrl } from './by-address.js';
import { byCursor } from './by-cursor.js';
import { byOffset, overlaps } from './by-offset.js';
import { byPage } from './by-page.js';
import { byPosition } from './by-position.js';
import { edgeReading } from './edge-reading.js';
import type { Paging } from './paging.js';

const single: Paging = { callOf: (listing) => listing.page({}), after: () => ({ next: null }) };

export function pagingOf(stream: StreamSettings, since: Watermark | null): Paging {
  const { pagination, incremental, path } = stream;
  if (since !== null && incremental !== undefined && since.kind !== incremental.kind) {
    const message = `${path} reads on from a ${incremental.kind}, but the job stopped at a ${since.kind}`;
    throw new SyncError('config.invalid_settings', message);
  }
  if (incremental?.kind === 'position') return byPosition(incremental, since);
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
      return byLink(pagination);
    case 'nextUrl':
      return byNextUrl(pagination);
  }
}
