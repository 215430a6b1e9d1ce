import type {
  DeclaredStream,
  Destinations,
  JsonObject,
  JsonValue,
  ProviderFilter,
  SliceKey,
  SourceRecord,
  Watermark,
  WriteAbilities,
  WriteOperation,
  WriteResult,
} from '@evenkeel/domain';
import type { Clock } from './clock.js';
import type { HttpCaller } from './http-caller.js';
import type { Logger } from './logger.js';

/**
 * The ways to a provider that the engine offers: each is guarded and ends with the signal of the chunk it was made for, so that a
 * connector holds nothing that has to be closed. A database, a folder or a child process becomes a further member, together
 * with the adapter behind it, when the first connector needs it.
 */
export interface Gateways {
  readonly http: HttpCaller;
}

/** All that a connector sees of the world. */
export interface ConnectorContext {
  readonly settings: JsonObject;
  /** Opened for this session only; never to be logged, or kept longer than the session. */
  readonly credentials: JsonObject;
  readonly gateways: Gateways;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Properties of a stream. What can be asked of it is said by the members of {@link ConnectorStream}. */
export interface StreamDescription {
  readonly name: string;
  /** Records a page that suit this stream; null if it has no opinion. */
  readonly pageSize: number | null;
  /** Whether `since` of a {@link PageRequest} narrows its listing to what changed. */
  readonly incremental: boolean;
  /** Whether what is listed since a moment tells what was deleted since then: no full run is needed to find it. Left out: it does not. */
  readonly reportsDeletions?: boolean;
  /**
   * Whether what changed may name a record more than once, each time as it is then, as a log of events does: that is no sign of rows that
   * moved while they were listed. Left out: it is.
   */
  readonly changesRepeat?: boolean;
  /**
   * `stable` only where a listing cannot miss a record that exists all the while, whatever is created, changed or deleted
   * meanwhile: then it proves by itself what is gone. Left out: `shifting`.
   */
  readonly listing?: DeclaredStream['listing'];
  /**
   * `inventory`: its listing gives only ids and versions (records that are `listedOnly`), and each record is read by its id
   * where it is new or has another version than the stored one. `summaries`: its records may lack fields that the provider has: what is absent there was not
   * removed. Left out: it gives whole records.
   */
  readonly shape?: 'inventory' | 'summaries';
  /**
   * Whether a record that is read by its id looks as its listing gives it: then one that is read again to see whether it is still there is
   * applied, too. Left out: not, so that two shapes do not take turns. The details of an inventory are its records in any case.
   */
  readonly sameShape?: boolean;
  /** Whether its records say when they were changed. Left out: not, so that no conflict is decided by that. */
  readonly hasTimes?: boolean;
  /** Whether its pages say how many records there are in all. Left out: not, or where nothing was said of it. */
  readonly hasTotal?: boolean;
  /** Where its records would say that they are gone, as paths into them; left out: nowhere, or nothing was said of it. */
  readonly goneAt?: readonly string[];
  /** Fields of its records, as dotted paths, that `filter` of a {@link PageRequest} may name. Absent: none. */
  readonly filters?: readonly string[];
  /**
   * Whether a person may name the time of changes: from a moment on (`since`), or also until one (`until` of a
   * {@link PageRequest}). Absent: neither.
   */
  readonly backfill?: 'from' | 'period';
}

export interface SliceRequest {
  /** Approximate number of records of a slice, where the provider can be cut by number. */
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
  /** Whether a record keeps what the stream is cut by, or may move between slices, as with a time of modification. */
  readonly key: SliceKey;
  /** Each record is in exactly one of them, also one that is created while they are read. Empty: it is read as a whole. */
  readonly slices: readonly StreamSlice[];
  /** How many records they have together, as far as the provider tells; null if it does not. */
  readonly records: number | null;
}

export interface PageRequest {
  /** What an earlier page gave as `next`; null for the first page. */
  readonly cursor: string | null;
  /** Smaller than that of earlier pages of the listing only where {@link ConnectorStream.resizes} says that it may be. */
  readonly pageSize: number;
  /** Whether it is smaller than it was meant to be, so that an address that the provider gave may name the size of before. */
  readonly isSmaller?: boolean;
  /** Only what changed since; null for everything. The overlap is already taken off. */
  readonly since: Watermark | null;
  /** Only this slice of the stream; absent for the whole. Cursors of a slice belong to it. */
  readonly range?: JsonObject;
  /** Only what did not change after this time (ISO 8601); only where `backfill` of the stream is `period`. */
  readonly until?: string | null;
  /** Only records that have these values, of fields among the stream's `filters`; absent for all. */
  readonly filter?: ProviderFilter;
}

export interface SourcePage {
  /** Also entries that only tell that a record is gone: these are `gone`. */
  readonly records: readonly SourceRecord[];
  /** Where the next page starts; null only when the provider said that this was the last one. */
  readonly next: string | null;
  /**
   * Where an incremental run may read on: for a `time`, the provider's clock when this page was asked for (the first page's
   * counts); for a `position`, the place after this page (the last page's counts). Null where the provider tells neither.
   */
  readonly bound: Watermark | null;
  /**
   * What speaks against the listing giving everything, as far as this page shows: the end is only assumed, a total is not reached, the
   * answer is partial. Its records are applied; but nothing is taken for gone, and later runs read from where they would have. Left out:
   * nothing does.
   */
  readonly doubt?: string | undefined;
  /**
   * How this page shows that rows moved since the page before was read: the listing starts over, and where it moves each time this
   * is a doubt of it. Left out: it goes on where the page before ended, as far as that can be seen.
   */
  readonly shifted?: string | undefined;
  /** Records that the provider says the listing has in all; left out: it does not say. */
  readonly total?: number | undefined;
  /** A page that repeats the one before is how this listing ends. */
  readonly repeatsAtEnd?: boolean | undefined;
}

/** From where pages can have fewer records. */
export type Resizing = 'here' | 'from_start' | 'never';

/** One call that writes. */
export interface WriteRequest {
  /** At least one, all of one kind and at most as many as the abilities say of it; in the order in which they were frozen. */
  readonly operations: readonly WriteOperation[];
  /** The same whenever the same call is repeated: the provider's idempotency key is made of it. */
  readonly key: string;
  /** To be passed on with the call ({@link HttpCall}): after that it must not be made. */
  readonly beginsByMs?: number;
}

/** How records of a stream are written. */
export interface StreamWrites {
  readonly abilities: WriteAbilities;
  /**
   * Gives one result for each operation, in their order, also where the answer was lost: these have failed, and `isApplied` is `unknown`.
   * Rejects with a {@link SyncError} only where the provider took none of them and that is not about them: nothing was sent (an address that
   * does not answer, a breaker, a quota), or it was refused for its credentials, its rate or its settings. Once the signal of the gateway
   * ends, it may reject with the reason of that at any time: of what was sent then, it is not known whether it was taken.
   */
  readonly write: (request: WriteRequest) => Promise<readonly WriteResult[]>;
  /**
   * What the provider has of a creation whose answer is not known; undefined: it has none that can be found. Only where the
   * abilities have a `lookUp`.
   */
  readonly lookUp?: (operation: WriteOperation, key: string) => Promise<SourceRecord | undefined>;
  /** What became of an operation that was `accepted`; undefined: not decided yet. */
  readonly settle?: (token: string) => Promise<WriteResult | undefined>;
}

/**
 * One stream of an open session. What a stream cannot do is a member that it does not have. All reject with a
 * {@link SyncError}. Reading keeps no state between calls: a session of another replica goes on from any cursor.
 */
export interface ConnectorStream {
  readonly description: StreamDescription;
  readonly readPage: (request: PageRequest) => Promise<SourcePage>;
  /**
   * Whether the page of a cursor, and what follows it, can have fewer records than the pages before: from there (`here`), or
   * only where the listing starts over (`from_start`), for its places are counted in pages. Left out or `never`: the provider is not told
   * how many records a page is to have.
   */
  readonly resizes?: (cursor: string | null) => Resizing;
  /** Undefined when the provider has no record of this id; a connector may also reject with `provider.record_gone`. */
  readonly readOne?: (externalId: string) => Promise<SourceRecord | undefined>;
  /**
   * The record that a delivery of the provider brought, as `readOne` would give it; `gone` where it says that there is none any more. Asks
   * for nothing. Left out: what deliveries hold is no record of the stream.
   */
  readonly readTold?: (record: JsonValue) => SourceRecord;
  /** How the stream spells an id that a person or a webhook gives: records have it so. Left out: as it is given. */
  readonly spellId?: (externalId: string) => string;
  /** Left out: it is only read. */
  readonly writes?: StreamWrites;
  /** Cuts the stream into slices that can be read at the same time. */
  readonly sliceStream?: (request: SliceRequest) => Promise<StreamSlicing>;
}

/**
 * A connection whose settings and credentials are read, for one chunk or one request of a person. Not to be kept longer:
 * credentials that are replaced are seen by the next session. Access tokens that expire are the gateway's business
 * (`token` of an {@link HttpCall}), so that they are refreshed within a session too.
 */
export interface ConnectorSession {
  /** Resolves if the provider can be reached and takes the credentials. */
  readonly check: () => Promise<void>;
  readonly discover: () => Promise<readonly ConnectorStream[]>;
  /** Rejects with `config.unknown_stream` that lists those there are. */
  readonly stream: (name: string) => Promise<ConnectorStream>;
}

/** Knows one provider's API. Keeps no state besides its sessions, and opens no socket itself. */
export abstract class Connector {
  abstract readonly name: string;
  /**
   * Its settings as JSON Schema (draft 2020-12) with a description of each, for editors. Left out: they are only described where
   * the connector is.
   */
  readonly settingsSchema?: () => JsonObject;
  /** Throws `config.invalid_settings` that names each wrong field, best as {@link InvalidFields}. */
  abstract validate(settings: JsonObject, credentials: JsonObject): void;
  /**
   * The origin of each address in the settings that calls go to, by the path of its setting. Credentials are bound to them when they are
   * given, and no call goes anywhere else. Throws `config.invalid_settings`.
   */
  abstract destinations(settings: JsonObject): Destinations;
  /** Reads settings and credentials, once; throws as {@link validate} does. The provider is not asked yet. */
  abstract open(context: ConnectorContext): ConnectorSession;
}

export abstract class Connectors {
  /** Throws `config.unknown_connector` that lists those there are. */
  abstract named(name: string): Connector;
}
