import type { TenantId } from '@evenkeel/domain';

/** Secrets that the server is given beside the database: documents name them, and never hold them. */
export abstract class SecretReferences {
  /**
   * The secret to which a reference of this tenant leads. Rejects with `config.unresolved_reference`, which tells nothing of what it found.
   */
  abstract resolve(reference: string, tenantId: TenantId): Promise<string>;
}
