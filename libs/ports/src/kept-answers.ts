import type { ConnectionId, Validators } from '@evenkeel/domain';

/** An answer as the provider gave it, to be used again while the provider says that it is still the same. */
export interface KeptAnswer extends Validators {
  /** Names in lower case; no cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** After decompression. */
  readonly body: Uint8Array;
}

/**
 * Answers of providers, by their address, shared by all processes. Each is kept for a day at most: then the provider is asked
 * without conditions, whatever it says of being the same. Changed settings or credentials forget those of their connection.
 * Rejects with `system.database`.
 */
export abstract class KeptAnswers {
  abstract find(connectionId: ConnectionId, address: string): Promise<KeptAnswer | undefined>;
  /** In place of the one there was. */
  abstract keep(connectionId: ConnectionId, address: string, answer: KeptAnswer): Promise<void>;
  /** Forgets what is older than a day. */
  abstract forgetOld(connectionId: ConnectionId): Promise<void>;
}
