import { SyncError, type SourceRecord } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  HttpCallers,
  type CallWatch,
  type ConnectorContext,
  type HttpCaller,
  type PageRequest,
  type SliceRequest,
  type SourcePage,
  type StreamDescription,
  type StreamSlicing,
} from '@evenkeel/ports';

export function recordNamed(externalId: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: { id: externalId } };
}

/** A provider with a list of records, whose cursors are offsets in it. */
export class ListedProvider extends Connector {
  readonly name = 'listed';
  readonly requests: PageRequest[] = [];
  readonly requestedAt: Date[] = [];
  readonly readIds: string[] = [];
  stream: StreamDescription = { name: 'customers', pageSize: null, incremental: true, readOne: true };
  readonly slicings: SliceRequest[] = [];
  discoverMs = 0;
  beforeSlicing: () => Promise<void> = async () => undefined;
  /** In place of the usual answer to the request of this number, counted from 0. */
  answer: (request: PageRequest, nth: number, context: ConnectorContext) => Promise<SourcePage | undefined> =
    async () => undefined;
  /** In place of the record of this id. */
  refuse: (externalId: string) => Error | undefined = () => undefined;

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
  async check(): Promise<void> {}

  async discover(): Promise<readonly StreamDescription[]> {
    await new Promise((resolve) => setTimeout(resolve, this.discoverMs));
    return [this.stream];
  }

  async readPage(context: ConnectorContext, request: PageRequest): Promise<SourcePage> {
    this.requestedAt.push(new Date());
    const nth = this.requests.push(request) - 1;
    return (await this.answer(request, nth, context)) ?? this.page(request);
  }

  /** From now on the list can be cut into slices of so many records. */
  cutEvery(length: number): void {
    this.sliceLength = length;
    this.stream = { ...this.stream, sliceKey: 'immutable' };
  }

  override async sliceStream(_: ConnectorContext, request: SliceRequest): Promise<StreamSlicing> {
    this.slicings.push(request);
    await this.beforeSlicing();
    const starts = this.ids.map((_id, index) => index).filter((index) => index % this.sliceLength === 0);
    const slices = starts.map((from) => ({ label: `from ${from}`, range: { from } }));
    return { slices, records: this.records ?? this.ids.length };
  }

  async readOne(_: ConnectorContext, __: string, externalId: string): Promise<SourceRecord | undefined> {
    this.readIds.push(externalId);
    const refusal = this.refuse(externalId);
    if (refusal !== undefined) throw refusal;
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

/** Calls that nobody answers: they end when they are cut off, with an error that does not say why. */
export class HangingCallers extends HttpCallers {
  forConnection(_: unknown, signal: AbortSignal, __: unknown, watch?: CallWatch): HttpCaller {
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
