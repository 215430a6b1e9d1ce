import {
  isJsonObject,
  SyncError,
  type ErrorCode,
  type JsonObject,
  type JsonValue,
  type SourceRecord,
} from '@evenkeel/domain';
import {
  Connector,
  type ConnectorContext,
  type HttpCall,
  type PageRequest,
  type SliceRequest,
  type SourcePage,
  type StreamDescription,
  type StreamSlicing,
} from '@evenkeel/ports';
import { sliceByNumber, writeRange } from './simulated-slices.js';
import { readEntry, readRecord, simulatedStreams, streamNamed } from './simulated-streams.js';
import { readSettings } from './simulator-settings.js';

/** Records a page that suit the simulator: it answers a thousand as quickly as it is asked for them. */
const PAGE_SIZE = 1000;

/** Reads the simulated provider. Also the smallest example of a connector written in code. */
export class SimulatorConnector extends Connector {
  readonly name = 'simulator';

  validate(settings: JsonObject, credentials: JsonObject): void {
    readSettings(settings, credentials);
  }

  async check(context: ConnectorContext): Promise<void> {
    await context.http.json(callOf(context, '/'));
  }

  discover({ settings, credentials }: ConnectorContext): Promise<readonly StreamDescription[]> {
    const { listing, shape } = readSettings(settings, credentials);
    const describe = (name: string): StreamDescription => ({
      name,
      pageSize: PAGE_SIZE,
      incremental: true,
      readOne: true,
      listing,
      sliceKey: 'immutable',
      backfill: 'period',
      ...(shape === 'inventory' ? { shape } : {}),
    });
    return Promise.resolve(Object.keys(simulatedStreams).map(describe));
  }

  async readPage(context: ConnectorContext, request: PageRequest): Promise<SourcePage> {
    const stream = streamNamed(request.stream);
    const query = stream.query(request.cursor, request.pageSize);
    const isInventory = readSettings(context.settings, context.credentials).shape === 'inventory';
    if (isInventory) query.set('view', 'inventory');
    if (request.range !== undefined) writeRange(query, request.range);
    if (request.since !== null) query.set('updated_since', sinceTime(request));
    if (request.until) query.set('updated_until', request.until);
    const begunMs = context.clock.monotonicMs();
    const answer = await context.http.json(callOf(context, `/${request.stream}?${query.toString()}`));
    const tookMs = context.clock.monotonicMs() - begunMs;
    const { records, next } = stream.read(answer.body, request.cursor);
    const { providerTime } = answer;
    // The answer's clock was read when the answer was sent; what counts is when the question was asked.
    const asked = providerTime === null ? null : new Date(providerTime.getTime() - Math.ceil(tookMs));
    const bound = asked === null ? null : ({ kind: 'time', value: asked.toISOString() } as const);
    return { records: records.map(isInventory ? readEntry : readRecord), next, bound };
  }

  /** By the numbers in its ids. What changed since is little, and read as a whole. */
  override async sliceStream(context: ConnectorContext, request: SliceRequest): Promise<StreamSlicing> {
    const { stream, since } = request;
    streamNamed(stream);
    if (since !== null) return { slices: [], records: null };
    const { body } = await context.http.json(callOf(context, `/keys/${stream}`));
    return sliceByNumber(body, request);
  }

  async readOne(
    context: ConnectorContext,
    stream: string,
    externalId: string,
  ): Promise<SourceRecord | undefined> {
    streamNamed(stream);
    const call = callOf(context, `/${stream}/${encodeURIComponent(externalId)}`);
    try {
      return readRecord((await context.http.json(call)).body);
    } catch (error) {
      if (error instanceof SyncError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function callOf(context: ConnectorContext, path: string): HttpCall {
  const { baseUrl, token } = readSettings(context.settings, context.credentials);
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return { method: 'GET', url: baseUrl + path, headers, classify };
}

function classify(status: number, body: JsonValue | undefined): ErrorCode | undefined {
  const error = membersOf(body)['error'];
  return status === 410 && membersOf(error)['code'] === 'cursor_expired'
    ? 'provider.cursor_expired'
    : undefined;
}

function membersOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {};
}

function sinceTime({ since, stream }: PageRequest): string {
  if (since?.kind === 'time') return since.value;
  throw new SyncError(
    'config.invalid_settings',
    `The stream ${stream} reads on from a time, not from a position`,
  );
}
