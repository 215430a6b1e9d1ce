import {
  isListing,
  mayDivide,
  paceOf,
  pushDown,
  SyncError,
  type DeclaredStream,
  type Execution,
  type ProviderFilter,
  type Watermark,
} from '@evenkeel/domain';
import type { StreamDescription } from '@evenkeel/ports';
import { candidatePages } from './close-out-source.js';
import { detailPages } from './details-source.js';
import { failedPage } from './failed-records.js';
import { onePage, readNamed } from './named-records.js';
import type { ChunkSource, DividedChunk, SourceParts } from './source-parts.js';

const DEFAULT_PAGE_SIZE = 100;
/** Each slice is a row that is looked at with every page of its run. */
const MOST_SLICES = 500;

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
  if (slice.kind === 'ids' || slice.kind === 'retry')
    return onePage(slice.externalIds, (externalId) => readNamed(parts, externalId));
  if (slice.kind === 'failures') return failedPage(parts, slice.failureIds, described.readOne);
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
): Promise<DividedChunk> {
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

function unreadable(stream: string): SyncError {
  const message = `The stream "${stream}" lists ids and versions only, and does not say how one record is read`;
  return new SyncError('config.read_one_unsupported', message);
}
