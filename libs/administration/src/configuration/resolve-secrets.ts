import {
  namedSecrets,
  STORED_SECRET,
  SyncError,
  type ConfigurationProblem,
  type TenantId,
} from '@evenkeel/domain';
import { SecretReferences } from '@evenkeel/ports';
import type { ReadObject } from './read-documents.js';

export interface ResolvedSecrets {
  /** What each reference leads to. Never shown. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly ConfigurationProblem[];
}

/** Asks for what documents name and do not hold. */
export class ResolveSecrets {
  constructor(private readonly references: SecretReferences) {}

  async resolve(tenantId: TenantId, objects: readonly ReadObject[]): Promise<ResolvedSecrets> {
    const values = new Map<string, string>();
    const problems: ConfigurationProblem[] = [];
    for (const object of objects) {
      const { kind, name, document } = object;
      for (const { path, reference } of namedSecrets(object)) {
        if (reference === STORED_SECRET || values.has(reference)) continue;
        const found = await this.find(reference, tenantId);
        if (typeof found === 'string') values.set(reference, found);
        else {
          const { message, remedy } = found;
          problems.push({ document, about: { kind, name }, path: `spec.${path}`, message, remedy });
        }
      }
    }
    return { values, problems };
  }

  private async find(reference: string, tenantId: TenantId): Promise<string | SyncError> {
    try {
      return await this.references.resolve(reference, tenantId);
    } catch (error) {
      if (error instanceof SyncError && error.code === 'config.unresolved_reference') return error;
      throw error;
    }
  }
}
