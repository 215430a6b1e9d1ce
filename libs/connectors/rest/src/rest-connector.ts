import { SyncError, type JsonObject, type SourceRecord, type Watermark } from '@evenkeel/domain';
import {
  Connector,
  type ConnectorContext,
  type HttpCall,
  type JsonAnswer,
  type PageRequest,
  type SliceRequest,
  type SourcePage,
  type StreamDescription,
  type StreamSlicing,
} from '@evenkeel/ports';
import { positionAfter } from './paging/by-position.js';
import type { PageRead } from './paging/paging.js';
import { pagingOf } from './paging/paging-of.js';
import { isTombstone, readEntries, readRecord, recordOfEntry } from './read-records.js';
import { readConnection, streamOf, type RestConnection } from './read-rest-settings.js';
import { addressOf, callOf, listingOf, withoutSecrets } from './rest-call.js';
import type { StreamSettings } from './rest-settings.js';
import { sliceListing } from './slicing/slice-listing.js';
import { valueAt } from './value-at.js';

/** Any JSON API that can be described in settings, see `rest-settings.ts`; no code is needed for it. */
export class RestConnector extends Connector {
  readonly name = 'rest';

  validate(settings: JsonObject, credentials: JsonObject): void {
    readConnection(settings, credentials);
  }

  /** Reads one record of the first stream: there is no address that every API has. */
  async check(context: ConnectorContext): Promise<void> {
    const connection = connectionOf(context);
    const [stream] = Object.keys(connection.settings.streams);
    await this.readPage(context, { stream: stream ?? '', cursor: null, pageSize: 1, since: null });
  }

  discover(context: ConnectorContext): Promise<readonly StreamDescription[]> {
    const { streams } = connectionOf(context).settings;
    return Promise.resolve(Object.entries(streams).map(([name, stream]) => describe(name, stream)));
  }

  async readPage(context: ConnectorContext, request: PageRequest): Promise<SourcePage> {
    const connection = connectionOf(context);
    const stream = streamOf(connection.settings, request.stream);
    const paging = pagingOf(stream, request.since);
    const url = paging.urlOf(listingOf(connection, stream, request), request.cursor);
    const begunMs = context.clock.monotonicMs();
    const pageOf = (answer: JsonAnswer): PageRead => {
      return { cursor: request.cursor, url, answer, entries: readEntries(answer.body, stream) };
    };
    const conditional = wholeListing(stream, request, url, (answer) => paging.next(pageOf(answer)) === null);
    const answer = await context.http.json({ ...callOf(connection, url), ...conditional });
    const tookMs = context.clock.monotonicMs() - begunMs;
    const page = pageOf(answer);
    const { entries } = page;
    return {
      records: entries
        .filter((entry) => !isTombstone(entry, stream))
        .map((entry) => recordOfEntry(entry, stream)),
      next: withoutSecrets(connection, paging.next(page)),
      bound: boundOf(stream, page, tookMs),
    };
  }

  override async sliceStream(context: ConnectorContext, request: SliceRequest): Promise<StreamSlicing> {
    const connection = connectionOf(context);
    const { slices: settings } = streamOf(connection.settings, request.stream);
    if (settings === undefined) return { slices: [], records: null };
    const ask = async (path: string) =>
      (await context.http.json(callOf(connection, addressOf(connection, path)))).body;
    const slices = await sliceListing(settings, request, { ask, now: () => context.clock.now() });
    return { slices, records: null };
  }

  async readOne(
    context: ConnectorContext,
    name: string,
    externalId: string,
  ): Promise<SourceRecord | undefined> {
    const connection = connectionOf(context);
    const stream = streamOf(connection.settings, name);
    if (stream.readOne === undefined) {
      throw new SyncError('config.read_one_unsupported', `The stream "${name}" has no readOne.path`);
    }
    const { path, recordPath = '' } = stream.readOne;
    const url = addressOf(connection, path.replaceAll('{id}', encodeURIComponent(externalId)));
    try {
      const { body } = await context.http.json({ ...callOf(connection, url), ...oneRecord(stream, url) });
      const record = valueAt(body, recordPath);
      if (record !== undefined) return isTombstone(record, stream) ? undefined : readRecord(record, stream);
      throw new SyncError(
        'provider.unexpected_shape',
        `The answer of ${path} holds nothing at "${recordPath}"`,
      );
    } catch (error) {
      if (error instanceof SyncError && (error.status === 404 || error.status === 410)) return undefined;
      throw error;
    }
  }
}

function connectionOf({ settings, credentials }: ConnectorContext): RestConnection {
  return readConnection(settings, credentials);
}

/**
 * A listing that fits on one page may be asked for with conditions: what is not modified is the same records, and the same end.
 * A first page of several is not, for the cursor in it may have expired by then. The time of its last change says too little:
 * an entry that was taken out need not count for it. And a "not modified" alone must not prove that something is gone: only
 * where each candidate is read again.
 */
function wholeListing(
  stream: StreamSettings,
  { cursor, since }: PageRequest,
  url: URL,
  isKept: (answer: JsonAnswer) => boolean,
): Pick<HttpCall, 'conditional'> {
  // The address of what changed since a watermark is another each time.
  if (!stream.conditional || cursor !== null || since !== null) return {};
  if (stream.readOne === undefined || stream.listing === 'stable') return {};
  return { conditional: { address: url.href, by: 'etag', isKept } };
}

/** The details of an inventory are read because they are new: asking whether they changed would spare nothing. */
function oneRecord(stream: StreamSettings, url: URL): Pick<HttpCall, 'conditional'> {
  if (!stream.conditional || stream.shape === 'inventory') return {};
  return { conditional: { address: url.href, by: 'any' } };
}

function describe(name: string, stream: StreamSettings): StreamDescription {
  const { incremental } = stream;
  return {
    name,
    pageSize: stream.pageSize ?? null,
    incremental: incremental !== undefined,
    readOne: stream.readOne !== undefined,
    filters: Object.keys(stream.filterParams),
    ...(stream.shape === 'inventory' ? { shape: stream.shape } : {}),
    listing: stream.listing ?? 'shifting',
    ...(stream.slices === undefined ? {} : { sliceKey: stream.slices.key }),
    ...(incremental?.kind === 'time'
      ? { backfill: incremental.untilParam === undefined ? ('from' as const) : ('period' as const) }
      : {}),
  };
}

function boundOf({ incremental }: StreamSettings, page: PageRead, tookMs: number): Watermark | null {
  if (incremental?.kind === 'position') return { kind: 'position', value: positionAfter(incremental, page) };
  const { providerTime } = page.answer;
  if (incremental === undefined || providerTime === null) return null;
  // The clock was read when the answer was sent; what counts is when the question was asked.
  return { kind: 'time', value: new Date(providerTime.getTime() - Math.ceil(tookMs)).toISOString() };
}
