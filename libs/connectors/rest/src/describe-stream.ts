import type { StreamDescription } from '@evenkeel/ports';
import type { IncrementalByTime } from './settings/incremental-settings.js';
import { placesOf } from './settings/request-rules.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** What a stream can do, as its settings say. */
export function describeStream(name: string, stream: StreamSettings): StreamDescription {
  const { incremental, tombstone } = stream;
  return {
    name,
    pageSize: stream.pageSize ?? null,
    incremental: incremental !== undefined,
    ...(incremental !== undefined && tombstone !== undefined ? { reportsDeletions: true } : {}),
    filters: Object.keys(stream.filterParams),
    ...(stream.shape === 'inventory' ? { shape: stream.shape } : {}),
    listing: stream.listing ?? 'shifting',
    ...(stream.readOne?.sameShape === true ? { sameShape: true } : {}),
    ...(incremental?.kind === 'time'
      ? { backfill: canEnd(incremental, stream) ? ('period' as const) : ('from' as const) }
      : {}),
  };
}

/** Whether a stretch of time can be asked for. */
function canEnd({ untilParam }: IncrementalByTime, stream: StreamSettings): boolean {
  return untilParam !== undefined || placesOf(stream).has('until');
}
