import {
  assertKeyHolds,
  bearerToken,
  DEFAULT_TENANT,
  prefixOfKey,
  readTokenHolder,
  SyncError,
  type TenantId,
} from '@evenkeel/domain';
import { AccessRules, Hmac, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { hashApiKey } from './hash-api-key.js';

/** What a request says of its caller. */
export interface Presented {
  /** The header `Authorization`, or what stands for it. */
  readonly authorization: string | undefined;
  /** As whom the caller would like to be named. */
  readonly actor: string;
}

/** Finds out who calls. */
export class AdmitCallers {
  constructor(
    private readonly store: Store,
    private readonly rules: AccessRules,
    private readonly hmac: Hmac,
  ) {}

  /**
   * Rejects with `request.unauthenticated`, with `request.forbidden` where the tenant of a token is not known, and with `system.token_issuer`. A
   * key that is given has to hold, also where none is needed.
   */
  async admit({ authorization, actor }: Presented): Promise<Caller> {
    const token = bearerToken(authorization);
    const prefix = prefixOfKey(token ?? '');
    if (token !== undefined && prefix !== undefined) return this.holderOf(token, prefix);
    if (this.rules.authentication === 'off') return { tenantId: DEFAULT_TENANT, actor, roles: ['admin'] };
    const { tokens } = this.rules;
    if (token !== undefined && tokens !== undefined) return this.holderOfToken(token, tokens);
    const why =
      authorization === undefined ? 'The request came without a key' : 'What it came with is no key';
    throw new SyncError('request.unauthenticated', why);
  }

  private async holderOf(token: string, prefix: string): Promise<Caller> {
    const { system } = this.store;
    const found = await system.read((tx) => tx.access.findKey(prefix));
    // Of one that is not known, too, so that how long it takes tells nothing.
    const isSame = this.hmac.same(hashApiKey(this.hmac, token), found?.hash ?? hashApiKey(this.hmac, prefix));
    const key = assertKeyHolds({ key: found, isSame, now: found?.now ?? new Date(0) });
    if (key.isUseDue) await system.transaction((tx) => tx.access.noteUse(key.id));
    return { tenantId: key.tenantId, actor: `key:${key.name}`, roles: [key.role] };
  }

  private async holderOfToken(
    token: string,
    { issuer, rules }: NonNullable<AccessRules['tokens']>,
  ): Promise<Caller> {
    const { actor, roles, tenant } = readTokenHolder(await issuer.claimsOf(token), rules);
    return { tenantId: tenant === null ? DEFAULT_TENANT : await this.tenantNamed(tenant), actor, roles };
  }

  private async tenantNamed(name: string): Promise<TenantId> {
    const found = await this.store.system.read((tx) => tx.access.findTenant(name));
    if (found !== undefined) return found;
    throw new SyncError('request.forbidden', 'The tenant that the token names is not here');
  }
}
