import {
  grantIdentity,
  SyncError,
  type ConnectionId,
  type TenantId,
  type TokenGrant,
} from '@evenkeel/domain';
import type { Clock, Counter, CredentialBox, Logger, TokenVault } from '@evenkeel/ports';
import type { CallAttempts } from '../call-attempts.js';
import { GrantTokens } from './grant-tokens.js';
import type { HeldToken } from './held-token.js';
import { TokenSeal } from './token-seal.js';

/** Where tokens are kept for all processes, and what seals them. */
export interface TokenKeeping {
  readonly vault: TokenVault;
  readonly box: CredentialBox;
}

export interface ConnectionTokensOptions {
  readonly connectionId: ConnectionId;
  readonly tenantId: TenantId;
  /** Absent in a process that may not open credentials. */
  readonly keeping: TokenKeeping | undefined;
  /** The longest time from the begin of a call to its end. */
  readonly callMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly refreshes: Counter;
}

/** The access tokens of one connection in this process. */
export class ConnectionTokens {
  private tokens: { readonly ofGrant: string; readonly grant: GrantTokens } | undefined;
  private readonly renewing = new Set<Promise<unknown>>();

  constructor(private readonly options: ConnectionTokensOptions) {}

  /**
   * A token that is good, another than the generation `refused`. A refresh that is due is not waited for while there is one. It
   * is made by `attempts`, which outlives the caller: a refresh token may be used up by it. Rejects as the refresh does, or as
   * `signal` says.
   */
  async get(
    grant: TokenGrant,
    refused: number | null,
    { attempts, signal }: { readonly attempts: CallAttempts; readonly signal: AbortSignal },
  ): Promise<HeldToken> {
    const tokens = this.of(grant);
    for (;;) {
      signal.throwIfAborted();
      const fresh = tokens.fresh(refused);
      if (fresh !== undefined) return fresh;
      const renewed = tokens.renewed(refused, attempts);
      this.renewing.add(renewed);
      const forget = () => this.renewing.delete(renewed);
      renewed.then(forget, forget);
      const usable = tokens.usable(refused);
      if (usable !== undefined) return usable;
      const token = await unlessAborted(renewed, signal);
      // The refresh that was waited for may be that of a caller that was not refused.
      if (token.generation !== refused) return token;
    }
  }

  /** Resolves when no refresh is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.renewing);
  }

  private of(grant: TokenGrant): GrantTokens {
    const { connectionId, tenantId, keeping, ...around } = this.options;
    if (keeping === undefined) {
      throw new SyncError(
        'system.unexpected',
        'This process has no key for what access tokens are sealed with',
      );
    }
    const ofGrant = JSON.stringify(grant);
    if (this.tokens?.ofGrant !== ofGrant) {
      const { vault, box } = keeping;
      const key = { connectionId, grant: box.nameOf(grantIdentity(grant), connectionId) };
      const seal = new TokenSeal(box, tenantId, key);
      this.tokens = { ofGrant, grant: new GrantTokens(grant, key, { vault, seal, ...around }) };
    }
    return this.tokens.grant;
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
