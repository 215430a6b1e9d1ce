import { SyncError, type Watermark } from '@evenkeel/domain';
import type { FeedSettings } from '../settings/feed-settings.js';
import { streamFields, type StreamSettings } from '../settings/stream-settings.js';

const DAY_MS = 86_400_000;

const NO_STREAM = streamFields.parse({ path: '/' });

/** A feed as a stream of its own: its entries are read as those of a listing are. */
export function feedStream(
  { keepsDays: _, incremental, ...feed }: FeedSettings,
  { idPath, idCase, charset, format }: Pick<StreamSettings, 'idPath' | 'idCase' | 'charset' | 'format'>,
): StreamSettings {
  return {
    ...NO_STREAM,
    ...feed,
    ...(incremental !== 'whole' && { incremental }),
    idPath: feed.idPath ?? idPath,
    idCase,
    format: feed.format ?? format,
    conditional: false,
    ...(charset !== undefined && { charset }),
  };
}

/** Throws `provider.changes_expired` where a feed no longer has all that happened since. */
export function assertKept({ keepsDays, path }: FeedSettings, since: Watermark, now: Date): void {
  if (keepsDays === undefined || now.getTime() - Date.parse(since.value) <= keepsDays * DAY_MS) return;
  const message = `${path} keeps entries for ${keepsDays} days, and is to be read since ${since.value}`;
  throw new SyncError('provider.changes_expired', message);
}
