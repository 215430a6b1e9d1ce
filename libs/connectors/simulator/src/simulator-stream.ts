import { SyncError, type SourceRecord } from '@evenkeel/domain';
import type { ConnectorStream, PageRequest, SliceRequest, SourcePage, StreamSlicing } from '@evenkeel/ports';
import { sliceByNumber, writeRange } from './simulated-slices.js';
import { openWrites } from './simulated-writes.js';
import { readEntry, readRecord, streamNamed } from './simulated-streams.js';
import type { OpenedSimulator } from './opened-simulator.js';

/** Records a page that suit the simulator: it answers a thousand as quickly as it is asked for them. */
const PAGE_SIZE = 1000;

/** Throws `config.unknown_stream` if there is none of this name. */
export function openStream(opened: OpenedSimulator, name: string): ConnectorStream {
  const { listing, shape, writes } = opened.settings;
  streamNamed(name);
  return {
    description: {
      ...{ name, pageSize: PAGE_SIZE, incremental: true, listing, backfill: 'period', hasTimes: true },
      ...(shape === 'inventory' ? { shape } : { sameShape: true }),
    },
    readPage: (request) => readPage(opened, name, request),
    readOne: (externalId) => readOne(opened, name, externalId),
    readTold: readRecord,
    sliceStream: (request) => sliceStream(opened, name, request),
    ...(writes && { writes: openWrites(opened, name, writes) }),
  };
}

async function readPage(
  { settings, ask, clock }: OpenedSimulator,
  name: string,
  request: PageRequest,
): Promise<SourcePage> {
  const stream = streamNamed(name);
  const isInventory = settings.shape === 'inventory';
  const query = stream.query(request.cursor, request.pageSize);
  if (isInventory) query.set('view', 'inventory');
  if (request.range !== undefined) writeRange(query, request.range);
  if (request.since !== null) query.set('updated_since', sinceTime(name, request.since));
  if (request.until) query.set('updated_until', request.until);
  const begunMs = clock.monotonicMs();
  const { body, providerTime } = await ask(`/${name}?${query.toString()}`);
  const tookMs = clock.monotonicMs() - begunMs;
  const { records, next } = stream.read(body, request.cursor);
  // The answer's clock was read when the answer was sent; what counts is when the question was asked.
  const asked = providerTime === null ? null : new Date(providerTime.getTime() - Math.ceil(tookMs));
  const bound = asked === null ? null : ({ kind: 'time', value: asked.toISOString() } as const);
  return { records: records.map(isInventory ? readEntry : readRecord), next, bound };
}

async function readOne(
  { ask }: OpenedSimulator,
  name: string,
  externalId: string,
): Promise<SourceRecord | undefined> {
  try {
    return readRecord((await ask(`/${name}/${encodeURIComponent(externalId)}`)).body);
  } catch (error) {
    if (error instanceof SyncError && error.status === 404) return undefined;
    throw error;
  }
}

/** By the numbers in its ids. What changed since is little, and read as a whole. */
async function sliceStream(
  { ask }: OpenedSimulator,
  name: string,
  request: SliceRequest,
): Promise<StreamSlicing> {
  if (request.since !== null) return { key: 'immutable', slices: [], records: null };
  return sliceByNumber((await ask(`/keys/${name}`)).body, request);
}

function sinceTime(name: string, since: NonNullable<PageRequest['since']>): string {
  if (since.kind === 'time') return since.value;
  throw new SyncError(
    'config.invalid_settings',
    `The stream ${name} reads on from a time, not from a position`,
  );
}
