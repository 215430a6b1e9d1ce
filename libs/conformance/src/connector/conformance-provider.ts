import type { Destinations, ErrorClass, ErrorCode, JsonObject } from '@evenkeel/domain';
import type { Clock, Gateways } from '@evenkeel/ports';

/** How the calls of a connector can fail, and what it has to make of that. */
export const CALL_FAILURES = {
  'refused credentials': ['provider.unauthorized', 'auth'],
  'a place where nothing is': ['provider.not_found', 'config'],
  'an error of the provider': ['provider.server_error', 'transient'],
  'a provider that cannot be reached': ['provider.unreachable', 'transient'],
  'a page for people': ['provider.unexpected_content', 'config'],
  'text that ends early': ['provider.malformed_body', 'transient'],
  'text that is not UTF-8': ['provider.wrong_charset', 'config'],
  'an answer that is cut off': ['provider.truncated_body', 'transient'],
  'a compressed answer that ends early': ['provider.truncated_body', 'transient'],
  'an answer of 50 MB': ['provider.body_too_large', 'config'],
  'an answer of another shape': ['provider.unexpected_shape', 'config'],
  'an answer that is nested too deep': ['provider.body_too_deep', 'config'],
  'being sent elsewhere': ['provider.redirected', 'config'],
} as const satisfies Readonly<Record<string, readonly [ErrorCode, ErrorClass]>>;
export type CallFailure = keyof typeof CALL_FAILURES;

/** What a connector is opened with. */
export interface ProviderAccess {
  readonly settings: JsonObject;
  readonly credentials: JsonObject;
  readonly clock: Clock;
  /** Over HTTP: one attempt a call, bodies of up to 1 MiB, no breaker that is shared with earlier gateways, and no call elsewhere. */
  readonly gateways: (destinations: Destinations, signal: AbortSignal) => Gateways;
}

/** How the answer to a write can be lost. */
export const LOST_ANSWERS = ['a reset', 'an error of the provider', 'a body that is cut off'] as const;
export type LostAnswer = (typeof LOST_ANSWERS)[number];

/** What a provider that can be written to has to show. */
export interface WritingProvider {
  /** A record that can be created in a stream; no two of them are alike. */
  readonly sample: (stream: string, nth: number) => JsonObject;
  /** What an update of such a record changes. */
  readonly change: JsonObject;
  /** How many records were created by writes since it was started. */
  readonly created: () => Promise<number>;
  /** The next write is carried out and its answer lost. Left out: those that cannot happen to it. */
  readonly lose: Partial<Readonly<Record<LostAnswer, () => Promise<void>>>>;
  /** The next write is cut off before it is carried out. */
  readonly cutOff?: () => Promise<void>;
  /** The operation at this place of the next write is refused. */
  readonly refuse?: (place: number) => Promise<void>;
  /** The next write is accepted, to be carried out later. */
  readonly accept?: () => Promise<void>;
  /** From now on successes are without a body. */
  readonly sayNothing?: () => Promise<void>;
}

/**
 * A real provider for one connector, and the truth about what it holds. What a provider cannot do is a member that it does not
 * have: the tests that need it are skipped, and say so.
 */
export interface ConformanceProvider {
  /** Begins anew, with 25 to 100 records in each stream. */
  readonly start: () => Promise<ProviderAccess>;
  readonly stop: () => Promise<void>;
  /** Of the records that are there, as the provider writes them. */
  readonly ids: (stream: string) => Promise<readonly string[]>;

  /** So many records appear. */
  readonly create?: (stream: string, count: number) => Promise<void>;
  /** These records change. */
  readonly change?: (stream: string, ids: readonly string[]) => Promise<void>;
  /** These records vanish, so that the pages behind them shift where pages are counted. */
  readonly remove?: (stream: string, ids: readonly string[]) => Promise<void>;
  /** The provider's clock goes forward; a provider that has none to set may really wait. */
  readonly passTime?: (ms: number) => Promise<void>;

  /** From now on every call fails in this way. Left out: those that cannot happen to it. */
  readonly fail?: Partial<Readonly<Record<CallFailure, () => Promise<void>>>>;
  /** The next `calls` calls are told to come back later. */
  readonly holdOff?: (calls: number) => Promise<void>;
  /** From now on no call is answered. */
  readonly hang?: () => Promise<void>;
  /** From now on the last page of every listing leads to itself again. */
  readonly repeatLastPage?: () => Promise<void>;
  /**
   * From now on the first record of every page is without its id, has NUL in `note` (`before\u0000after`), 9007199254740993 in
   * `big` and 1e400 in `overflow`.
   */
  readonly damageFirstRecord?: () => Promise<void>;
  /** From now on the first record of every page is the text `not an object`. */
  readonly replaceFirstRecord?: () => Promise<void>;
  /** Left out where no stream can be written. */
  readonly writing?: WritingProvider;
}
