import type { HttpCall, JsonAnswer, PageRequest } from '@evenkeel/ports';
import type { PageCall } from './request/page-call.js';
import type { StreamSettings } from './settings/stream-settings.js';

type Conditions = Pick<HttpCall, 'conditional'>;

/**
 * A listing that fits on one page may be asked for with conditions: what is not modified is the same records, and the same end.
 * A first page of several is not, for the cursor in it may have expired by then. The time of its last change says too little:
 * an entry that was taken out need not count for it. And a "not modified" alone must not prove that something is gone: only
 * where each candidate is read again.
 */
export function conditionsOfListing(
  stream: StreamSettings,
  { cursor, since }: Pick<PageRequest, 'cursor' | 'since'>,
  { method, url }: Pick<PageCall, 'method' | 'url'>,
  isWhole: (answer: JsonAnswer) => boolean,
): Conditions {
  // The address of what changed since a watermark is another each time.
  // What is asked with a body is not told by its address.
  if (method !== 'GET' || !stream.conditional || cursor !== null || since !== null) return {};
  if (stream.readOne === undefined || stream.listing === 'stable') return {};
  return { conditional: { address: url.href, by: 'etag', isKept: isWhole } };
}

/** The details of an inventory are read because they are new: asking whether they changed would spare nothing. */
export function conditionsOfRecord(stream: StreamSettings, url: URL): Conditions {
  if (!stream.conditional || stream.shape === 'inventory') return {};
  return { conditional: { address: url.href, by: 'any' } };
}
