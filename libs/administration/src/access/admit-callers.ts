import { assertKeyHolds, bearerToken, DEFAULT_TENANT, prefixOfKey, SyncError } from '@evenkeel/domain';
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

  /** Rejects with `request.unauthenticated`. A key that is given has to hold, also where none is needed. */
  async admit({ authorization, actor }: Presented): Promise<Caller> {
    const token = bearerToken(authorization);
    const prefix = prefixOfKey(token ?? '');
    if (token !== undefined && prefix !== undefined) return this.holderOf(token, prefix);
    if (this.rules.authentication === 'off') return { tenantId: DEFAULT_TENANT, actor, roles: ['admin'] };
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
}
