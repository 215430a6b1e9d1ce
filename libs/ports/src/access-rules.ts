/** Whether callers of the admin API have to prove who they are. */
export abstract class AccessRules {
  /** `off`: callers without a key may do everything. */
  abstract readonly authentication: 'off' | 'keys';
  /** The key with which the installation is administered, as it is in the file of this process. */
  abstract readonly ownerKey?: string;
}
