import { SyncError, type SourceRecord } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  HttpCallers,
  type ConnectorContext,
  type ConnectorSession,
  type ConnectorStream,
  type Gateways,
  type HttpCaller,
  type PageRequest,
  type SessionCalls,
  type SliceRequest,
  type SourcePage,
  type StreamDescription,
  type StreamSlicing,
  type StreamWrites,
} from '@evenkeel/ports';

export function recordNamed(externalId: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: { id: externalId } };
}

/** A provider with a list of records, whose cursors are offsets in it. */
export class ListedProvider extends Connector {
  readonly name = 'listed';
  /** How often a session was opened. */
  opened = 0;
  readonly requests: PageRequest[] = [];
  readonly requestedAt: Date[] = [];
  readonly readIds: string[] = [];
  stream: StreamDescription = { name: 'customers', pageSize: null, incremental: true, hasTimes: true };
  spellId: ((externalId: string) => string) | undefined;
  /** What it makes of a record in a delivery; undefined: nothing. */
  readTold: ConnectorStream['readTold'];
  /** From where its pages can have fewer records; undefined: it is not told how many. */
  resizes: ConnectorStream['resizes'];
  /** Whether one record can be read by its id. */
  readsOne = true;
  readonly slicings: (SliceRequest & { readonly stream: string })[] = [];
  discoverMs = 0;
  beforeSlicing: () => Promise<void> = async () => undefined;
  /** In place of the usual answer to the request of this number, counted from 0. */
  answer: (request: PageRequest, nth: number, gateways: Gateways) => Promise<SourcePage | undefined> =
    async () => undefined;
  /** Another record in place of that of this id. */
  instead: (externalId: string) => SourceRecord | undefined = () => undefined;
  /** In place of the record of this id. */
  refuse: (externalId: string) => Error | undefined = () => undefined;

  /** How its records are written; undefined: they are only read. */
  writes: StreamWrites | undefined;
  /** What it says of how many there are; undefined: the truth. */
  records: number | undefined;
  private sliceLength = 0;

  private constructor(readonly ids: readonly string[]) {
    super();
  }

  static of(count: number): ListedProvider {
    return new ListedProvider(Array.from({ length: count }, (_, index) => `c${index}`));
  }

  validate(): void {}

  destinations() {
    return {};
  }

  open({ gateways }: ConnectorContext): ConnectorSession {
    this.opened += 1;
    return {
      check: async () => undefined,
      discover: async () => [this.openStream(gateways)],
      stream: async (name) => {
        await new Promise((resolve) => setTimeout(resolve, this.discoverMs));
        if (name === this.stream.name) return this.openStream(gateways);
        const message = `The connection has no stream "${name}", only: ${this.stream.name}`;
        throw new SyncError('config.unknown_stream', message);
      },
    };
  }

  /** From now on the list can be cut into slices of so many records. */
  cutEvery(length: number): void {
    this.sliceLength = length;
  }

  private openStream(gateways: Gateways): ConnectorStream {
    return {
      description: this.stream,
      readPage: (request) => this.readPage(request, gateways),
      ...(this.resizes && { resizes: this.resizes }),
      ...(this.spellId && { spellId: this.spellId }),
      ...(this.readTold && { readTold: this.readTold }),
      ...(this.writes && { writes: this.writes }),
      ...(this.readsOne && { readOne: (externalId) => this.readOne(externalId) }),
      ...(this.sliceLength > 0 && { sliceStream: (request) => this.sliceStream(request) }),
    };
  }

  private async readPage(request: PageRequest, gateways: Gateways): Promise<SourcePage> {
    this.requestedAt.push(new Date());
    const nth = this.requests.push(request) - 1;
    return (await this.answer(request, nth, gateways)) ?? this.page(request);
  }

  private async sliceStream(request: SliceRequest): Promise<StreamSlicing> {
    this.slicings.push({ stream: this.stream.name, ...request });
    await this.beforeSlicing();
    const starts = this.ids.map((_id, index) => index).filter((index) => index % this.sliceLength === 0);
    const slices = starts.map((from) => ({ label: `from ${from}`, range: { from } }));
    return { key: 'immutable', slices, records: this.records ?? this.ids.length };
  }

  private async readOne(externalId: string): Promise<SourceRecord | undefined> {
    this.readIds.push(externalId);
    const refusal = this.refuse(externalId);
    if (refusal !== undefined) throw refusal;
    const other = this.instead(externalId);
    if (other !== undefined) return other;
    return this.ids.includes(externalId) ? recordNamed(externalId) : undefined;
  }

  private page({ cursor, pageSize, range }: PageRequest): SourcePage {
    const from = Number(range?.['from'] ?? 0);
    const ids = range === undefined ? this.ids : this.ids.slice(from, from + this.sliceLength);
    const end = Number(cursor ?? 0) + pageSize;
    return {
      records: ids.slice(Number(cursor ?? 0), end).map(recordNamed),
      next: end < ids.length ? String(end) : null,
      bound: null,
    };
  }
}

/** The one provider there is, whatever a connection says. */
export class OnlyListedProvider extends Connectors {
  constructor(readonly provider: ListedProvider) {
    super();
  }
  named(): Connector {
    return this.provider;
  }
}

/** Calls without an answer: they end when they are cut off, with an error that does not say why. */
export class HangingCallers extends HttpCallers {
  constructor(private readonly onSession: (calls: SessionCalls) => void) {
    super();
  }

  forget(): void {
    // It holds nothing.
  }

  forConnection(_: unknown, calls: SessionCalls): HttpCaller {
    const { signal, watch } = calls;
    this.onSession(calls);
    return {
      json: () =>
        new Promise((_resolve, reject) => {
          watch?.waits('quota');
          watch?.failed(new SyncError('provider.timeout', 'No answer within 30 s'), 1);
          signal.addEventListener('abort', () => reject(new Error('socket hang up')));
        }),
    };
  }
}
