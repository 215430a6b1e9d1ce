import { prefixOfKey, SyncError } from '@evenkeel/domain';
import { AccessRules, Hmac, Ids, Store, type Hooks } from '@evenkeel/ports';
import { hashApiKey } from './hash-api-key.js';

/** Lets the key in the file of this process administer the installation. One that was revoked stays so. */
export class KeepOwnerKey implements Hooks {
  constructor(
    private readonly store: Store,
    private readonly rules: AccessRules,
    private readonly hmac: Hmac,
    private readonly ids: Ids,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ownerKey } = this.rules;
    if (ownerKey === undefined) return;
    const prefix = prefixOfKey(ownerKey);
    if (prefix === undefined)
      throw new SyncError('system.unexpected', 'The owner key has not the form of a key');
    const key = { id: this.ids.next(), prefix, hash: hashApiKey(this.hmac, ownerKey) };
    await this.store.system.transaction((tx) => tx.access.keepOwnerKey(key));
  }
}
