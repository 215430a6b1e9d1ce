import type { StreamDescription } from '@evenkeel/ports';
import type { IncrementalByTime } from './settings/incremental-settings.js';
import { placesOf } from './settings/request-rules.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** What a stream can do, as its settings say. */
export function describeStream(name: string, stream: StreamSettings): StreamDescription {
  return {
    name,
    pageSize: stream.pageSize ?? null,
    incremental: isIncremental(stream),
    ...(reportsDeletions(stream) ? { reportsDeletions: true } : {}),
    ...(stream.changes === undefined ? {} : { changesRepeat: true }),
    filters: Object.keys(stream.filterParams),
    ...(stream.shape === 'records' ? {} : { shape: stream.shape }),
    listing: stream.listing ?? 'shifting',
    ...(stream.readOne?.sameShape === true ? { sameShape: true } : {}),
    ...(stream.modifiedAtPath === undefined ? {} : { hasTimes: true }),
    ...(stream.totalPath === undefined && stream.totalHeader === undefined ? {} : { hasTotal: true }),
    ...goneAtOf(stream),
    ...backfillOf(stream),
  };
}

/** Within an entry that holds its record in a part of it, what tells that it is gone is not in the record. */
function goneAtOf({ tombstone, recordPath }: StreamSettings): Pick<StreamDescription, 'goneAt'> {
  if (tombstone === undefined || recordPath !== undefined) return {};
  const paths = [tombstone].flat().map(({ path }) => path);
  return { goneAt: paths.filter((path) => path !== '') };
}

function isIncremental({ incremental, changes, parent }: StreamSettings): boolean {
  return incremental !== undefined || changes !== undefined || parent?.incremental === true;
}

function reportsDeletions({ tombstone, removed, deletions, changes, ...stream }: StreamSettings): boolean {
  if (deletions !== undefined || Object.values(changes?.kinds ?? {}).includes('deleted')) return true;
  // With a parent its records go, and no listing names them any more.
  const tellsGone = tombstone !== undefined || removed !== undefined;
  return stream.incremental !== undefined && tellsGone && stream.parent === undefined;
}

function backfillOf(stream: StreamSettings): Pick<StreamDescription, 'backfill'> {
  const { incremental } = stream;
  if (incremental?.kind === 'time') return { backfill: canEnd(incremental, stream) ? 'period' : 'from' };
  return incremental === undefined && isIncremental(stream) ? { backfill: 'from' } : {};
}

/** Whether a stretch of time can be asked for. */
function canEnd({ untilParam }: IncrementalByTime, stream: StreamSettings): boolean {
  return untilParam !== undefined || placesOf(stream).has('until');
}
