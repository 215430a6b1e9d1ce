import type {
  DeclaredStream,
  JsonObject,
  ProviderFilter,
  SliceKey,
  SourceRecord,
  Watermark,
} from '@evenkeel/domain';
import type { Clock } from './clock.js';
import type { HttpCaller } from './http-caller.js';
import type { Logger } from './logger.js';

/** All that a connector sees of the world. */
export interface ConnectorContext {
  readonly settings: JsonObject;
  /** Opened for this call only; never to be logged or kept. */
  readonly credentials: JsonObject;
  readonly http: HttpCaller;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface StreamDescription {
  readonly name: string;
  /** Records a page that suit this stream; null if it has no opinion. */
  readonly pageSize: number | null;
  /** Whether it can be asked for what changed since a watermark. */
  readonly incremental: boolean;
  /** Whether one record can be read by its id. */
  readonly readOne: boolean;
  /**
   * `stable` only where a listing cannot miss a record that exists all the while, whatever is created, changed or deleted
   * meanwhile: then it proves by itself what is gone. Left out: `shifting`.
   */
  readonly listing?: DeclaredStream['listing'];
  /**
   * Set where the stream can be cut into slices that are read at the same time (see `sliceStream`): over a key that a
   * record keeps, or over one that may change while the slices are read, as a time of modification does.
   */
  readonly sliceKey?: SliceKey;
  /**
   * `inventory`: its listing gives only ids and versions (records that are `listedOnly`), and each record is read by its id
   * where it is new or has another version than the one that is here. Left out: it gives whole records.
   */
  readonly shape?: 'inventory';
  /** Fields of its records, as dotted paths, by whose value its listing can be narrowed. Absent: by none. */
  readonly filters?: readonly string[];
  /** Whether a person may name the time of changes: from a moment on, or also until one. Absent: neither. */
  readonly backfill?: 'from' | 'period';
}

export interface SliceRequest {
  readonly stream: string;
  /** Records that a slice should have, about, where the provider can be cut by number. */
  readonly sliceSize: number;
  /** No more slices than this; where there would be, they are larger. */
  readonly mostSlices: number;
  /** Only what changed since is going to be read; null for everything. */
  readonly since: Watermark | null;
}

export interface StreamSlice {
  /** For people: what is in it. */
  readonly label: string;
  /** Given back in each request for a page of this slice. */
  readonly range: JsonObject;
}

export interface StreamSlicing {
  /** Each record is in exactly one of them, also one that is created while they are read. Empty: it is read as a whole. */
  readonly slices: readonly StreamSlice[];
  /** How many records they have together, as far as the provider tells; null if it does not. */
  readonly records: number | null;
}

export interface PageRequest {
  readonly stream: string;
  /** What an earlier page gave as `next`; null for the first page. */
  readonly cursor: string | null;
  readonly pageSize: number;
  /** Only what changed since; null for everything. The overlap is already taken off. */
  readonly since: Watermark | null;
  /** Only this slice of the stream; absent for the whole. Cursors of a slice belong to it. */
  readonly range?: JsonObject;
  /** Only what did not change after this time (ISO 8601); only where the stream says that it can be read so. */
  readonly until?: string | null;
  /** Only records that have these values, of fields among the stream's `filters`; absent for all. */
  readonly filter?: ProviderFilter;
}

export interface SourcePage {
  readonly records: readonly SourceRecord[];
  /** Where the next page starts; null only when the provider said that this was the last one. */
  readonly next: string | null;
  /**
   * Where an incremental run may read on: for a `time`, the provider's clock when this page was asked for (the first page's
   * counts); for a `position`, the place after this page (the last page's counts). Null where the provider tells neither.
   */
  readonly bound: Watermark | null;
}

/**
 * Knows one provider's API. Keeps no state between calls, so that any replica can go on from a cursor. Opens no
 * socket itself. Rejects with a {@link SyncError}.
 */
export abstract class Connector {
  abstract readonly name: string;
  /** Throws `config.invalid_settings` that names the first wrong field. */
  abstract validate(settings: JsonObject, credentials: JsonObject): void;
  /** Resolves if the provider can be reached and takes the credentials. */
  abstract check(context: ConnectorContext): Promise<void>;
  abstract discover(context: ConnectorContext): Promise<readonly StreamDescription[]>;
  abstract readPage(context: ConnectorContext, request: PageRequest): Promise<SourcePage>;
  /** Cuts the stream; there where a stream has a `sliceKey`, and only asked for those. */
  sliceStream?(context: ConnectorContext, request: SliceRequest): Promise<StreamSlicing>;
  /** Undefined when the provider has no such record. */
  abstract readOne(
    context: ConnectorContext,
    stream: string,
    externalId: string,
  ): Promise<SourceRecord | undefined>;
}

export abstract class Connectors {
  /** Throws `config.unknown_connector` that lists those there are. */
  abstract named(name: string): Connector;
}
