import type { Rights } from '@evenkeel/domain';

/** On whose behalf a use case works. The edge that took the request makes it. */
export interface Caller extends Rights {
  /** As the trail names them. */
  readonly actor: string;
}

/** What a request says of itself rather than of what it wants. */
export interface Terms {
  /** Two requests with one key are one. */
  readonly key?: string | undefined;
  /** The revision that the caller has seen: what is at another one is not changed. */
  readonly seen?: number | undefined;
  /** Aborted once no one waits for the answer. */
  readonly signal: AbortSignal;
}
