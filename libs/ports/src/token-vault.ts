import type { ConnectionId, TokenDecision } from '@evenkeel/domain';

/** The tokens of one grant of a connection: what others gave for it stays apart when its credentials are changed. */
export interface TokenKey {
  readonly connectionId: ConnectionId;
  /** Names the grant, and tells nothing about the secrets in it. */
  readonly grant: string;
}

export interface KeptToken {
  /** The turn that gave it. */
  readonly generation: number;
  readonly sealed: string;
  /** For how long it is good from when the vault was asked; null: until it is refused. */
  readonly leftMs: number | null;
  readonly lifetimeMs: number | null;
}

export interface TokenView {
  readonly decision: TokenDecision;
  readonly token: KeptToken | undefined;
}

export interface RefreshTurn extends TokenView {
  /** The number of the turn that was taken; undefined unless the decision is to refresh. */
  readonly turn: number | undefined;
}

/**
 * Access tokens of all connections, shared by all processes, of which one refreshes at a time. Times are the database's.
 * `refused` is the generation of a token that the provider has just refused. Rejects with `system.database`.
 */
export abstract class TokenVault {
  /** Cheap: locks nothing, and gives no turn. */
  abstract look(key: TokenKey, refused: number | null): Promise<TokenView>;
  /** The caller that is told to refresh has the turn, and must `keep` or `endTurn` within `leaseMs`: then another may have it. */
  abstract take(key: TokenKey, refused: number | null, leaseMs: number): Promise<RefreshTurn>;
  /**
   * What a turn gave, sealed. Resolves once it is safe; a turn that came too late is kept all the same, unless a later one
   * has given a token by then.
   */
  abstract keep(key: TokenKey, turn: number, given: Pick<KeptToken, 'sealed' | 'lifetimeMs'>): Promise<void>;
  /** A turn gave no token. Resolves with the generation that is kept: another than before where others were luckier. */
  abstract endTurn(key: TokenKey, turn: number): Promise<number>;
}
