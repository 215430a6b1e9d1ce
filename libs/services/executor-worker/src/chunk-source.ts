import {
  isListing,
  mayDivide,
  paceOf,
  pushDown,
  SyncError,
  type CandidateReading,
  type Chunk,
  type ChunkId,
  type DetailsSlice,
  type CloseOutSlice,
  type DeclaredStream,
  type ErrorCode,
  type ExecutionPath,
  type FailureId,
  type ProviderFilter,
  type RangeSlice,
  type RecordFailure,
  type Slice,
  type SourceRecord,
  type Execution,
  type Watermark,
} from '@evenkeel/domain';
import type { Candidate, SourcePage, StreamDescription } from '@evenkeel/ports';
import { lookAt } from './close-out-source.js';
import type { OpenedConnection } from './open-connection.js';

const DEFAULT_PAGE_SIZE = 100;
/** Each slice is a row that is looked at with every page of its run. */
const MOST_SLICES = 500;
/** A crash repeats no more than these. */
const DETAILS_A_PAGE = 100;
/** Records read by id at the same time: a page of named records is many calls. */
const READ_ONE_PARALLEL = 4;

/** The pages of one chunk, wherever they come from. */
export interface ChunkSource {
  page(cursor: string | null): Promise<ChunkPage>;
  /** The wait before the next page is asked for; none after the last. */
  readonly delayMs: number;
}

export interface ChunkPage extends SourcePage {
  /** Only of a close-out. */
  readonly candidates?: readonly CandidateReading[];
}

export interface SourceParts extends OpenedConnection {
  readonly chunk: Chunk;
  /** Those of these ids that are still open. */
  readonly failures: (ids: readonly FailureId[]) => Promise<readonly RecordFailure[]>;
  /** Cuts the chunk into these slices, which have so many records together as far as that is known. */
  readonly divide: (slices: readonly RangeSlice[], records: number | null) => Promise<Division>;
  /** A page of the execution's frozen candidates. */
  readonly candidates: (pageNo: number) => Promise<readonly Candidate[]>;
  /** External ids that a page of an inventory wants; undefined if that is no longer kept. */
  readonly wanted: (listing: ChunkId, pageNo: number) => Promise<readonly string[] | undefined>;
  /** Keeps with the chunk what the connector says of its stream. */
  readonly declare: (declared: DeclaredStream) => Promise<void>;
}

export interface Division {
  /** What stays with the chunk. */
  readonly slice: Slice;
  /** The path of its execution, now that more is known of it. */
  readonly path: ExecutionPath;
}

/** Finds the stream at the provider; rejects with `config.unknown_stream` if there is none. */
export async function openSource(parts: SourceParts): Promise<ChunkSource> {
  const { connector, context, job, chunk, execution } = parts;
  const { stream, pageSize } = job.definition;
  const streams = await connector.discover(context);
  const described = streams.find((candidate) => candidate.name === stream);
  if (described === undefined) {
    const names = streams.map((candidate) => candidate.name).join(', ');
    throw new SyncError('config.unknown_stream', `The connection has no stream "${stream}", only: ${names}`);
  }
  const { slice } = chunk;
  if (slice.kind === 'ids') return onePage(slice.externalIds, (externalId) => readNamed(parts, externalId));
  if (slice.kind === 'failures') {
    const { failures } = parts;
    const read = (failure: RecordFailure) => readFailed(parts, failure, described.readOne);
    return { page: async () => onePage(await failures(slice.failureIds), read).page(null), delayMs: 0 };
  }
  if (slice.kind === 'details') return detailPages(parts, slice);
  if (slice.kind === 'close_out') return candidatePages(parts, slice);
  if (described.shape === 'inventory' && !described.readOne) throw unreadable(stream);
  const filter = narrowingOf(parts, described);
  if (isListing(slice)) await parts.declare(declaredOf(described, filter));
  const { since, until } = timesOf(execution, described);
  const { slice: part, path } = await divideStream(parts, described, since);
  const { mostPerPage, delayBetweenBatchesMs: delayMs } = paceOf(path, job.definition);
  const size = Math.min(pageSize ?? described.pageSize ?? DEFAULT_PAGE_SIZE, mostPerPage ?? Infinity);
  const range = part.kind === 'range' ? { range: part.range } : {};
  const request = { stream, pageSize: size, since, until, ...range, ...(filter && { filter }) };
  return { page: (cursor) => connector.readPage(context, { ...request, cursor }), delayMs };
}

/** Rejects with `config.backfill_unsupported` where a person named a time that the stream cannot be read for. */
function timesOf(
  { scope }: Execution,
  { name, incremental, backfill }: StreamDescription,
): { readonly since: Watermark | null; readonly until: string | null } {
  if (scope.kind !== 'incremental') return { since: null, until: null };
  const until = scope.backfill?.to ?? null;
  if (scope.backfill !== undefined && backfill !== 'period' && (backfill === undefined || until !== null)) {
    const what = backfill === undefined ? 'by the time of its changes' : 'until a time, only from one on';
    throw new SyncError('config.backfill_unsupported', `The stream "${name}" cannot be read ${what}`);
  }
  return { since: incremental ? scope.since : null, until };
}

/** What is left to this chunk of the whole stream, once it was cut where it can be, and how the run goes on. */
async function divideStream(
  { connector, context, execution, job, chunk, divide }: SourceParts,
  { name: stream, sliceKey: key }: StreamDescription,
  since: Watermark | null,
): Promise<Division> {
  const undivided = { slice: chunk.slice, path: execution.path };
  if (!mayDivide(chunk) || key === undefined || connector.sliceStream === undefined) return undivided;
  const request = { stream, since, sliceSize: job.definition.chunkSize, mostSlices: MOST_SLICES };
  const { slices, records } = await connector.sliceStream(context, request);
  if (slices.length === 0) return undivided;
  return divide(
    slices.map(({ label, range }) => ({ kind: 'range', key, label, range })),
    records,
  );
}

/** All records of a chunk that names them are one page. */
function onePage<Named>(named: readonly Named[], read: (name: Named) => Promise<SourceRecord>): ChunkSource {
  return {
    page: async () => {
      const records: SourceRecord[] = [];
      for (let start = 0; start < named.length; start += READ_ONE_PARALLEL) {
        const group = named.slice(start, start + READ_ONE_PARALLEL);
        records.push(...(await Promise.all(group.map(read))));
      }
      return { records, next: null, bound: null };
    },
    delayMs: 0,
  };
}

/**
 * What the provider is asked to leave out. What a narrowed listing does not name may have fallen out of the filter, so of a
 * full one each record that seems to be gone must be read again: where that cannot be done, nothing is narrowed.
 */
function narrowingOf(
  { execution, job }: SourceParts,
  { filters = [], readOne }: StreamDescription,
): ProviderFilter | undefined {
  if (execution.scope.kind === 'full' && !readOne) return undefined;
  const filter = pushDown(job.definition.filter, filters);
  return Object.keys(filter).length === 0 ? undefined : filter;
}

function declaredOf(
  { listing = 'shifting', readOne }: StreamDescription,
  filter: ProviderFilter | undefined,
): DeclaredStream {
  return { listing: filter === undefined ? listing : 'shifting', readOne };
}

/** A cursor is the number of a page of the inventory, and how many of its records were read. */
function detailPages(parts: SourceParts, { listing, fromPage, untilPage }: DetailsSlice): ChunkSource {
  return {
    page: async (cursor) => {
      const [pageNo = 0, done = 0] = (cursor ?? `${fromPage}:0`).split(':').map(Number);
      const wanted = await parts.wanted(listing, pageNo);
      if (wanted === undefined)
        throw new Error(`Page ${pageNo} of the inventory is no longer kept: run the job again`);
      const end = done + DETAILS_A_PAGE;
      const read = onePage(wanted.slice(done, end), (externalId) => readNamed(parts, externalId));
      const { records } = await read.page(null);
      const after = pageNo + 1 < untilPage ? `${pageNo + 1}:0` : null;
      return { records, next: end < wanted.length ? `${pageNo}:${end}` : after, bound: null };
    },
    delayMs: 0,
  };
}

function unreadable(stream: string): SyncError {
  const message = `The stream "${stream}" lists ids and versions only, and does not say how one record is read`;
  return new SyncError('config.read_one_unsupported', message);
}

/** A cursor is the number of a page within the slice. */
function candidatePages(
  { connector, context, job, candidates }: SourceParts,
  slice: CloseOutSlice,
): ChunkSource {
  const readOne = (externalId: string) => connector.readOne(context, job.definition.stream, externalId);
  return {
    page: async (cursor) => {
      const nth = Number(cursor ?? 0);
      const frozen = await candidates(slice.fromPage + nth);
      const looked = await lookAt(frozen, slice, { readOne, parallel: READ_ONE_PARALLEL });
      return { ...looked, next: nth + 1 < slice.pages ? String(nth + 1) : null, bound: null };
    },
    delayMs: 0,
  };
}

async function readNamed(
  { connector, context, job }: SourceParts,
  externalId: string,
): Promise<SourceRecord> {
  try {
    return (await connector.readOne(context, job.definition.stream, externalId)) ?? gone(externalId);
  } catch (error) {
    if (isAboutTheRecord(error)) return refused(externalId, error.code, error.message);
    throw error;
  }
}

/**
 * What the provider says now counts, where it can be asked; unless a person put something in its place. Otherwise what was
 * kept is replayed as of when it was read, so that it cannot bring old values back.
 */
async function readFailed(
  parts: SourceParts,
  failure: RecordFailure,
  mayReadOne: boolean,
): Promise<SourceRecord> {
  const { externalId, raw, editedBy, version, modifiedAt, key: failureKey, observedAt } = failure;
  if (externalId !== null && mayReadOne && editedBy === null) return readNamed(parts, externalId);
  const replay = { failureKey, observedAt };
  if (raw !== null) {
    return { externalId, version, modifiedAt, data: JSON.parse(raw) as SourceRecord['data'], replay };
  }
  const message = 'The provider has no way to read this record alone, and nothing was kept of it';
  return { ...refused(externalId, 'provider.record_not_readable', message), replay };
}

/** What the provider says of one record is no reason to leave the others unread. */
function isAboutTheRecord(error: unknown): error is SyncError {
  return error instanceof SyncError && (error.errorClass === 'business' || error.errorClass === 'data');
}

function gone(externalId: string): SourceRecord {
  return refused(externalId, 'provider.record_gone', `The provider has no record ${externalId}`);
}

function refused(externalId: string | null, code: ErrorCode, message: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, refusal: { code, message } };
}
