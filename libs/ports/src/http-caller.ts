import type { ConnectionId, ErrorCode, JsonValue } from '@evenkeel/domain';

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * A connector's own reading of an answer that is not 2xx (or that is, with an error inside); undefined leaves it to
   * the usual reading of the status.
   */
  readonly classify?: (status: number, body: JsonValue | undefined) => ErrorCode | undefined;
}

export interface JsonAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whole numbers beyond 2^53 arrive as text, so that no digit is lost. */
  readonly body: JsonValue;
  /** The provider's clock when it answered, from the `Date` header; null if there was none. */
  readonly providerTime: Date | null;
}

/**
 * The one way to a provider: breaker, deadline with a real abort, retry with back-off and jitter, Retry-After, size
 * limit, metrics. Rejects with a {@link SyncError} of a `provider.*` code once its retries are used up; an answer 429
 * is waited out and does not count as a failure.
 */
export abstract class HttpCaller {
  abstract json(call: HttpCall): Promise<JsonAnswer>;
}

export abstract class HttpCallers {
  /** The caller of one connection; calls of one connection share a breaker. `signal` ends waits and calls under way. */
  abstract forConnection(connectionId: ConnectionId, signal: AbortSignal): HttpCaller;
}
