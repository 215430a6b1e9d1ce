import type { TokenRules } from '@evenkeel/domain';
import type { TokenIssuer } from './token-issuer.js';

/** How callers of the admin API are known in this process. */
export abstract class AccessRules {
  /** `off`: callers without a key may do everything. */
  abstract readonly authentication: 'off' | 'keys';
  /** The key with which the installation is administered, as it is in the file of this process. */
  abstract readonly ownerKey?: string;
  /** Whose tokens are taken, and how they are read; left out: none are. */
  abstract readonly tokens?: { readonly issuer: TokenIssuer; readonly rules: TokenRules };
  /** Requests that one key or holder of tokens may send to this process; left out: any number. */
  abstract readonly requestsPerMinute?: number;
}
