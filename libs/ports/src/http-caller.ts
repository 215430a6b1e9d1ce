import type {
  CallTries,
  ClientTls,
  Connection,
  ConnectionId,
  ErrorCode,
  JsonValue,
  LimitReport,
  PostponedFor,
  QuotaShare,
  SyncError,
  TokenGrant,
  ValidatedBy,
} from '@evenkeel/domain';

/** GET reads; only a GET follows redirects and is asked with conditions. The others change something at the provider. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A format in which the body of an answer may be. */
export interface BodyFormat {
  /** For messages, for example `CSV`. */
  readonly name: string;
  /** The header `accept` of a call that has none of its own. */
  readonly accept: string;
  /** Whether a media type (in small letters, without parameters) says that a body is in it. */
  readonly isNamedBy: (mediaType: string) => boolean;
  /** Which encoding the text itself says that it has, as the declaration of an XML document does. */
  readonly charsetIn?: (text: string) => string | undefined;
  /**
   * How a text in it begins. A body that does, and whose type names this format, is in it, whichever was asked for. Left out: its texts look
   * like any other.
   */
  readonly begins?: RegExp;
  /** A text in it does not tell where it ends: one that was cut off between two records looks whole. */
  readonly hasNoEnd?: true;
  /**
   * The value of a text. Throws SyntaxError with the reason where it is not in the format, RangeError where it nests too deep, or a
   * {@link SyncError} with the whole message.
   */
  readonly read: (text: string, limits: { readonly maxDepth: number }) => JsonValue;
}

export interface HttpCall {
  /**
   * Calls of every method are tried again after the same failures, also where the provider may have carried out the first try, unless
   * they are made {@link once}.
   */
  readonly method: HttpMethod;
  /**
   * It must not happen twice: it is tried again only after a failure that is not in doubt (`isInDoubt` of the error), and its answer may
   * be without a body.
   */
  readonly once?: true;
  /**
   * Of the clock's `monotonicMs`: it is not made later, however long it had to wait or its process stood still. Rejects with a {@link CallPostponed} then.
   * Only of calls that are made once.
   */
  readonly beginsByMs?: number;
  readonly url: string;
  /** The address with what of its query may stand in messages and logs; left out: without a query. Holds no secret. */
  readonly told?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How the body of the answer is read; left out: as JSON. */
  readonly format?: BodyFormat;
  /** What the body of an error may be in besides that and JSON. */
  readonly otherFormats?: readonly BodyFormat[];
  /** The encoding of the answer's body (WHATWG Encoding), whatever its label says; left out: what label and bytes say. */
  readonly charset?: string;
  /**
   * How the access token is had that goes with the call as `Authorization: Bearer`. It is fetched, kept for all processes,
   * refreshed in time and once more where the provider refuses it; the connector never sees it.
   */
  readonly token?: TokenGrant;
  /** How it is connected to; left out: as to any server. Connections are shared only by calls of the same connection with the same. */
  readonly tls?: ClientTls;
  /** How each attempt is signed, just before it is made. */
  readonly sign?: CallSigning;
  /** What no message may show: struck out wherever the provider or an address repeats it. */
  readonly secrets?: readonly string[];
  /** Left out, the provider is asked without conditions. Where it says that nothing changed, the answer is the one before. */
  readonly conditional?: ConditionalCall;
  /**
   * A connector's own reading of an answer that is not 2xx (or that is, with an error inside); undefined leaves it to
   * the usual reading of the status.
   */
  readonly classify?: (
    status: number,
    body: JsonValue | undefined,
    byStatus: ErrorCode | undefined,
    seen: SeenAnswer,
  ) => ErrorCode | AskedWait | undefined;
  /** What an answer says of the limits of the provider, where that is not said by the usual headers; empty where it says nothing. */
  readonly limits?: (seen: SeenAnswer) => readonly LimitReport[];
}

export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512';
export type HashEncoding = 'hex' | 'base64' | 'base64url';

/**
 * A signature by HMAC (RFC 2104), made of what one attempt sends. Texts name in braces what stands in `values`, and `method`, `host`, `path`, `query`,
 * `sortedQuery`, `url`, `body`, `bodyHash`, `timestamp` and `nonce` of the attempt; those of headers and query also `signature`.
 */
export interface CallSigning {
  readonly algorithm: HashAlgorithm;
  readonly encoding: HashEncoding;
  readonly key: string;
  readonly keyEncoding: 'text' | 'base64' | 'hex';
  /** What is signed. */
  readonly text: string;
  readonly timestamp: 'seconds' | 'ms' | 'iso';
  readonly bodyHash: { readonly algorithm: HashAlgorithm; readonly encoding: HashEncoding };
  readonly values: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** What a connector sees of an answer besides its status. */
export interface SeenAnswer {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where it has none that can be read, or has not been read yet. */
  readonly body: JsonValue | undefined;
  /** The provider's clock, or ours where it does not tell its own. */
  readonly now: Date;
}

/** An error with the wait that the provider asks for in words of its own. */
export interface AskedWait {
  readonly code: ErrorCode;
  readonly waitMs: number;
  /** Where it said so, for messages. */
  readonly told: string;
}

/** An answer to be kept, so that the provider can be asked whether it is still the same. */
export interface ConditionalCall {
  /** Names the answer within the connection; holds no secret. */
  readonly address: string;
  readonly by: ValidatedBy;
  /** Whether this answer may be used again; left out: any. */
  readonly isKept?: (answer: JsonAnswer) => boolean;
}

export interface JsonAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * In the terms of JSON, whatever the format. Numbers that a double does not hold are exact numbers, so that no digit is lost. Null where the answer has none: status 204 or 205, and
   * an empty body of a PUT, PATCH or DELETE, or of a call that is made once.
   */
  readonly body: JsonValue;
  /**
   * Whether nothing but the end of its connection told where the body ends: where its format does not tell that either, it may have been
   * cut off. Left out: not.
   */
  readonly isOpenEnded?: true;
  /** The provider's clock when it answered, from the `Date` header; null if there was none. */
  readonly providerTime: Date | null;
}

/**
 * The one way to a provider: quota, breaker, deadline with a real abort, retry with back-off and jitter, Retry-After,
 * size limit, metrics, and no call outside the origins of the connection. Rejects with a {@link SyncError} of a `provider.*` code once its retries are used up; the quota and an
 * answer 429 are waited for and do not count as failures. No wait is longer than the {@link CallPatience} allows: beyond it, it
 * rejects with {@link CallPostponed}. Where a call goes with a token that the provider refuses, the token is
 * refreshed and the call made once more. The error says whether the provider may have carried the call out (`isInDoubt`).
 */
export abstract class HttpCaller {
  abstract json(call: HttpCall): Promise<JsonAnswer>;
}

/** What calling a provider needs to know of a connection. */
export interface CalledConnection extends Pick<Connection, 'id' | 'tenantId' | 'name' | 'quota' | 'retry'> {
  /** The origins that its calls, also those for tokens, may go to: no other is called. */
  readonly origins: readonly string[];
  /** Left out: as of any connection. */
  readonly limits?: CallLimits;
}

/** Of one attempt. */
export interface CallLimits {
  /** From its begin to the last byte of its body. */
  readonly callTimeoutMs: number;
  /** Largest body that is taken, counted after decompression. */
  readonly responseBytes: number;
}

/** Is told of the waits and the failed attempts of a call before its answer. */
export interface CallWatch {
  /** A call begins to wait; the returned function is called when it goes on or is given up. */
  readonly waits: (waiting: PostponedFor) => () => void;
  /** An attempt failed, and another one follows. */
  readonly failed: (error: SyncError, attempt: number) => void;
}

/** How long waits of calls may be. */
export interface CallPatience {
  /** Whether a wait of so many milliseconds, with what the call has waited before, may be spent in place. */
  mayWait(ms: number): Promise<boolean>;
  /** What the first call has behind it, where it was postponed before. */
  readonly tries: CallTries;
}

/** How the calls of one session are made. */
export interface SessionCalls {
  /** Ends waits and calls under way. */
  readonly signal: AbortSignal;
  /** Which part of the quota they take. */
  readonly share: QuotaShare;
  readonly watch?: CallWatch | undefined;
  /** Left out: no wait is longer than `LONGEST_WAIT_IN_PLACE_MS`. */
  readonly patience?: CallPatience | undefined;
  /** A person asks whether a pause still holds: it is not waited for, and an answer ends it. */
  readonly probes?: boolean | undefined;
}

export abstract class HttpCallers {
  /**
   * The caller of one connection. All calls of a connection, those of other processes too, share its quota and its breaker.
   */
  abstract forConnection(connection: CalledConnection, calls: SessionCalls): HttpCaller;
  /** Frees what this process holds of a connection that is called no more. */
  abstract forget(id: ConnectionId): void;
}
