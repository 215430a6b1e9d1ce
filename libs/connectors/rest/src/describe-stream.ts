import type { StreamDescription } from '@evenkeel/ports';
import type { IncrementalByTime } from './settings/incremental-settings.js';
import { placesOf } from './settings/request-rules.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** What a stream can do, as its settings say. */
export function describeStream(name: string, stream: StreamSettings): StreamDescription {
  const { incremental, tombstone, parent } = stream;
  return {
    name,
    pageSize: stream.pageSize ?? null,
    incremental: incremental !== undefined || parent?.incremental === true,
    // With a parent its records go, and no listing names them any more.
    ...(incremental !== undefined && tombstone !== undefined && parent === undefined
      ? { reportsDeletions: true }
      : {}),
    filters: Object.keys(stream.filterParams),
    ...(stream.shape === 'inventory' ? { shape: stream.shape } : {}),
    listing: stream.listing ?? 'shifting',
    ...(stream.readOne?.sameShape === true ? { sameShape: true } : {}),
    ...backfillOf(stream),
  };
}

function backfillOf(stream: StreamSettings): Pick<StreamDescription, 'backfill'> {
  const { incremental, parent } = stream;
  if (incremental?.kind === 'time') return { backfill: canEnd(incremental, stream) ? 'period' : 'from' };
  return parent?.incremental === true ? { backfill: 'from' } : {};
}

/** Whether a stretch of time can be asked for. */
function canEnd({ untilParam }: IncrementalByTime, stream: StreamSettings): boolean {
  return untilParam !== undefined || placesOf(stream).has('until');
}
