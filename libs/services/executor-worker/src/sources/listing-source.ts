import {
  paceOf,
  pushDown,
  SyncError,
  type DeclaredStream,
  type Execution,
  type ProviderFilter,
  type Watermark,
} from '@evenkeel/domain';
import type { StreamDescription } from '@evenkeel/ports';
import { divideStream } from './divide-stream.js';
import type { ChunkSource, SourceNeeds } from './source-needs.js';

const DEFAULT_PAGE_SIZE = 100;

/** Pages of the provider's listing: of the whole of it, or of the range that this chunk has or is left with. */
export async function listingSource(needs: SourceNeeds): Promise<ChunkSource> {
  const { stream, job, execution } = needs;
  const { description } = stream;
  if (description.shape === 'inventory' && stream.readOne === undefined) throw unreadable(description);
  const filter = narrowingOf(needs);
  await needs.declare(declaredOf(needs, filter));
  const { since, until } = timesOf(execution, description);
  const slice = await divideStream(needs, since);
  const { mostPerPage, delayBetweenBatchesMs: mostMs, isSpaced } = paceOf(execution.path, job.definition);
  const asked = job.definition.pageSize ?? description.pageSize ?? DEFAULT_PAGE_SIZE;
  const pageSize = Math.min(asked, mostPerPage ?? Infinity);
  const range = slice.kind === 'range' ? { range: slice.range } : {};
  const request = { pageSize, since, until, ...range, ...(filter && { filter }) };
  const delays = { mostMs, spacingMs: isSpaced ? needs.callSpacingMs : undefined };
  const limits = { maxRecords: mostRecords(needs), here: needs.activeAtStart };
  const sizes = { meant: pageSize, resizes: (cursor: string | null) => stream.resizes?.(cursor) ?? 'never' };
  const page = (cursor: string | null, size = pageSize) =>
    stream.readPage({ ...request, cursor, pageSize: size, ...(size < pageSize && { isSmaller: true }) });
  return { page, sizes, delays, limits };
}

/** The contract of a job is about bulk runs. */
function mostRecords({ execution, job }: SourceNeeds): number | null {
  return execution.lane === 'single' ? null : job.definition.contract.maxRecords;
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

/**
 * What the provider is asked to leave out. What a narrowed listing does not name may have fallen out of the filter, so of a
 * full one each record that seems to be gone must be read again: where that cannot be done, nothing is narrowed.
 */
function narrowingOf({ stream, execution, job }: SourceNeeds): ProviderFilter | undefined {
  if (execution.scope.kind === 'full' && stream.readOne === undefined) return undefined;
  const filter = pushDown(job.definition.filter, stream.description.filters ?? []);
  return Object.keys(filter).length === 0 ? undefined : filter;
}

function declaredOf(
  { stream: { description, readOne }, execution }: SourceNeeds,
  filter: ProviderFilter | undefined,
): DeclaredStream {
  const { listing = 'shifting', reportsDeletions = false, changesRepeat = false } = description;
  const repeats = changesRepeat && execution.scope.kind === 'incremental';
  return {
    // What is named again by a log of events was not moved by anything.
    listing: repeats ? 'stable' : filter === undefined ? listing : 'shifting',
    readOne: readOne !== undefined,
    ...(reportsDeletions && { reportsDeletions }),
  };
}

function unreadable({ name }: StreamDescription): SyncError {
  const message = `The stream "${name}" lists ids and versions only, and does not say how one record is read`;
  return new SyncError('config.read_one_unsupported', message);
}
