import { CallPostponed, SyncError, type SourceRecord, type Watermark } from '@evenkeel/domain';
import type { JsonAnswer, PageRequest, SourcePage } from '@evenkeel/ports';
import { conditionsOfListing } from './conditions.js';
import type { OpenedRest } from './opened-rest.js';
import { positionAfter } from './paging/by-position.js';
import { doubtOf, evidenceOf } from './paging/evidence.js';
import type { PageEnd, PageRead, Paging, Reread } from './paging/paging.js';
import { pagingOf } from './paging/paging-of.js';
import { readEntries, recordOfEntry } from './read-records.js';
import { listingOf, sizeOf, tellsSize } from './request/listing-request.js';
import type { PageCall } from './request/page-call.js';
import { placesIn } from './request/places.js';
import { callOf, withoutSecrets } from './rest-call.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** One page of the listing that the settings of a stream describe. */
export async function readListing(
  opened: OpenedRest,
  stream: StreamSettings,
  request: PageRequest,
): Promise<SourcePage> {
  const paging = pagingOf(stream, request.since);
  const listing = listingOf(opened.connection, stream, request);
  const page = await readGiven(opened, {
    stream,
    request,
    paging,
    call: paging.callOf(listing, request.cursor),
  });
  const reread = paging.rereads?.(listing, request.cursor);
  return reread === undefined ? page : checkEdge(opened, stream, { page, reread });
}

interface PageReading {
  readonly stream: StreamSettings;
  readonly request: PageRequest;
  readonly paging: Paging;
  readonly call: PageCall;
}

async function readGiven(
  { connection, http, clock }: OpenedRest,
  { stream, request, paging, call }: PageReading,
): Promise<SourcePage> {
  const begunMs = clock.monotonicMs();
  const { url } = call;
  const isTold = tellsSize(stream);
  const asked = isTold ? sizeOf(stream, request) : undefined;
  const most = isTold ? asked : stream.pageSize;
  const reading = { stream, isOfChanges: request.since !== null };
  const pageOf = (answer: JsonAnswer): PageRead => {
    return { cursor: request.cursor, url, answer, asked, most, entries: readEntries(answer, reading) };
  };
  const isWhole = (answer: JsonAnswer) => {
    const page = pageOf(answer);
    const end = paging.after(page);
    const records = readRecords(page, stream, end);
    return end.next === null && doubtOf({ page, end, records }, stream) === undefined;
  };
  const conditions = conditionsOfListing(stream, request, call, isWhole);
  try {
    const answer = await http.json({ ...callOf(connection, stream, call), ...conditions });
    const page = pageOf(answer);
    const tookMs = clock.monotonicMs() - begunMs;
    const end = paging.after(page);
    const next = withoutSecrets(connection, end.next);
    const records = readRecords(page, stream, end);
    return {
      records,
      ...evidenceOf({ page, end, records }, stream),
      next,
      bound: boundOf(stream, page, tookMs),
    };
  } catch (error) {
    const end = error instanceof SyncError ? endByRefusal(paging, stream, request, error) : undefined;
    if (end === undefined) throw error;
    return { records: [], bound: null, ...end };
  }
}

/** Reads the page before once more. Where that would have to wait, what was read is kept, with a doubt. */
async function checkEdge(
  { connection, http }: OpenedRest,
  stream: StreamSettings,
  { page, reread }: { readonly page: SourcePage; readonly reread: Reread },
): Promise<SourcePage> {
  try {
    const answer = await http.json(callOf(connection, stream, reread.call));
    const shifted = reread.shifted(readEntries(answer, { stream, isOfChanges: true }));
    return shifted === undefined ? page : { ...page, shifted };
  } catch (error) {
    if (!(error instanceof CallPostponed)) throw error;
    return { ...page, doubt: page.doubt ?? 'a page could not be read again to see whether rows moved' };
  }
}

function readRecords(
  { entries }: PageRead,
  stream: StreamSettings,
  { overlap }: PageEnd,
): readonly SourceRecord[] {
  return entries.map((entry, at) => {
    const record = recordOfEntry(entry, stream);
    return at === overlap ? { ...record, overlap: true } : record;
  });
}

/** How the listing ends where the provider refuses a page of it; undefined: by that it fails. */
function endByRefusal(
  paging: Paging,
  { nothing, headers }: StreamSettings,
  { cursor, since }: PageRequest,
  error: SyncError,
): PageEnd | undefined {
  if (error instanceof CallPostponed) return undefined;
  if (cursor === null && error.status === 404 && nothing.includes('notFound')) return { next: null };
  // To a header that says since when; unasked it would be the word of a cache.
  const saysSince = since !== null && placesIn(headers).has('since');
  if (cursor === null && error.status === 304 && saysSince) return { next: null };
  return paging.refused?.(cursor, error);
}

function boundOf({ incremental }: StreamSettings, page: PageRead, tookMs: number): Watermark | null {
  if (incremental?.kind === 'position') return { kind: 'position', value: positionAfter(incremental, page) };
  const { providerTime } = page.answer;
  if (incremental === undefined || providerTime === null) return null;
  // The clock was read when the answer was sent; what counts is when the question was asked.
  return { kind: 'time', value: new Date(providerTime.getTime() - Math.ceil(tookMs)).toISOString() };
}
