import { CallPostponed, SyncError, type SourceRecord } from '@evenkeel/domain';
import type { JsonAnswer, PageRequest } from '@evenkeel/ports';
import { conditionsOfListing } from './conditions.js';
import { readEntries, type ListedEntries, type ListReading } from './entries/read-entries.js';
import type { ListedPage } from './listed-page.js';
import type { OpenedRest } from './opened-rest.js';
import { positionAfter } from './paging/by-position.js';
import { doubtOf, evidenceOf } from './paging/evidence.js';
import { adopt } from './parents/adopt.js';
import type { KeptParent } from './parents/kept-parent.js';
import type { PageEnd, PageRead, Paging, Reread } from './paging/paging.js';
import { pagingOf } from './paging/paging-of.js';
import { goneRecord, recordOfEntry } from './read-records.js';
import { listingOf, sizeOf, tellsSize } from './request/listing-request.js';
import type { PageCall } from './request/page-call.js';
import { placesIn, type PlaceValues } from './request/places.js';
import { withoutSecrets } from './credentialed.js';
import { callOf } from './rest-call.js';
import { tellsAtEnd } from './settings/incremental-settings.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** The parent whose records are listed, and what it fills in the request for them. */
export interface ListedParent {
  readonly parent: KeptParent;
  readonly values: PlaceValues;
}

/** One page of the listing that the settings of a stream describe; of a stream with parents: of one of them. */
export async function readListing(
  opened: OpenedRest,
  stream: StreamSettings,
  request: PageRequest,
  of?: ListedParent,
): Promise<ListedPage> {
  const paging = pagingOf(stream, request.since);
  const listing = listingOf(opened.connection, stream, { ...request, ...(of && { parent: of.values }) });
  const page = await readGiven(opened, {
    stream,
    request,
    paging,
    call: paging.callOf(listing, request.cursor),
    ...(of && { of }),
  });
  const reread = paging.rereads?.(listing, request.cursor);
  return reread === undefined ? page : checkEdge(opened, stream, { page, reread, of });
}

interface PageReading {
  readonly stream: StreamSettings;
  readonly request: PageRequest;
  readonly paging: Paging;
  readonly call: PageCall;
  readonly of?: ListedParent;
}

async function readGiven(
  { connection, http, clock }: OpenedRest,
  { stream, request, paging, call, of }: PageReading,
): Promise<ListedPage> {
  const begunMs = clock.monotonicMs();
  const { url } = call;
  const isTold = tellsSize(stream);
  const asked = isTold ? sizeOf(stream, request) : undefined;
  const most = isTold ? asked : stream.pageSize;
  const reading = { stream, isOfChanges: request.since !== null };
  const pageOf = (answer: JsonAnswer): PageRead => {
    return { cursor: request.cursor, url, answer, asked, most, ...listedIn(answer, reading, of) };
  };
  const isWhole = (answer: JsonAnswer) => {
    const page = pageOf(answer);
    const end = paging.after(page);
    const records = readRecords(page, stream, end);
    return end.next === null && doubtOf({ page, end, records }, stream) === undefined;
  };
  // Each parent's answer would be kept beside its records, for each run to ask for once more.
  const conditions = of === undefined ? conditionsOfListing(stream, request, call, isWhole) : {};
  try {
    const answer = await http.json({ ...callOf(connection, stream, call), ...conditions });
    const page = pageOf(answer);
    const tookMs = clock.monotonicMs() - begunMs;
    const end = paging.after(page);
    const next = withoutSecrets(connection.authentication, end.next);
    const records = readRecords(page, stream, end);
    return {
      records,
      ...evidenceOf({ page, end, records }, stream),
      next,
      ...timesOf(stream, page, { end, tookMs }),
    };
  } catch (error) {
    const end = error instanceof SyncError ? endByRefusal(paging, stream, request, error) : undefined;
    if (end === undefined) throw error;
    return { records: [], bound: null, askedAt: null, ...end };
  }
}

/** Reads the page before once more. Where that would have to wait, what was read is kept, with a doubt. */
async function checkEdge(
  { connection, http }: OpenedRest,
  stream: StreamSettings,
  {
    page,
    reread,
    of,
  }: { readonly page: ListedPage; readonly reread: Reread; readonly of: ListedParent | undefined },
): Promise<ListedPage> {
  try {
    const answer = await http.json(callOf(connection, stream, reread.call));
    const shifted = reread.shifted(listedIn(answer, { stream, isOfChanges: true }, of).entries);
    return shifted === undefined ? page : { ...page, shifted };
  } catch (error) {
    if (!(error instanceof CallPostponed)) throw error;
    return { ...page, doubt: page.doubt ?? 'a page could not be read again to see whether rows moved' };
  }
}

function listedIn(answer: JsonAnswer, reading: ListReading, of: ListedParent | undefined): ListedEntries {
  const listed = readEntries(answer, reading);
  if (of === undefined) return listed;
  return { ...listed, entries: listed.entries.map((entry) => adopt(entry, reading.stream, of.parent)) };
}

function readRecords(
  { entries, removed }: PageRead,
  stream: StreamSettings,
  { overlap }: PageEnd,
): readonly SourceRecord[] {
  const listed = entries.map((entry, at) => {
    const record = recordOfEntry(entry, stream);
    return at === overlap ? { ...record, overlap: true } : record;
  });
  // Last, for what one answer both lists and takes back is gone.
  return [...listed, ...removed.map((entry) => goneRecord(entry, stream))];
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

/** When the page was asked for by the provider's clock, and where an incremental run may read on. */
function timesOf(
  { incremental }: StreamSettings,
  page: PageRead,
  { end, tookMs }: { readonly end: PageEnd; readonly tookMs: number },
): Pick<ListedPage, 'askedAt' | 'bound'> {
  const { providerTime } = page.answer;
  // The clock was read when the answer was sent; what counts is when the question was asked.
  const askedAt =
    providerTime === null ? null : new Date(providerTime.getTime() - Math.ceil(tookMs)).toISOString();
  if (incremental?.kind === 'position') {
    const tellsPosition = !tellsAtEnd(incremental) || end.next === null;
    return {
      askedAt,
      bound: tellsPosition ? { kind: 'position', value: positionAfter(incremental, page) } : null,
    };
  }
  return {
    askedAt,
    bound: incremental === undefined || askedAt === null ? null : { kind: 'time', value: askedAt },
  };
}
