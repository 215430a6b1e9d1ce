import type { JsonObject } from '@evenkeel/domain';
import type { SandboxProvider } from './sandbox-provider.js';
import { keyText, type Side } from './side.js';

/** The customers of a sandbox provider, which are known by a field of theirs. */
export class SandboxSide implements Side {
  /** By key, as far as they were asked for: a record keeps both. */
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly sandbox: SandboxProvider,
    private readonly key: string,
  ) {}

  async listed(): Promise<readonly JsonObject[]> {
    return [...(await this.sandbox.customers()).values()];
  }

  async create(records: readonly JsonObject[]): Promise<void> {
    for (const fields of records)
      await this.sandbox.control({ create: { stream: 'customers', count: 1, fields } });
  }

  async change(keys: readonly string[], fields: JsonObject): Promise<void> {
    await this.sandbox.control({ edit: { stream: 'customers', ids: await this.idsOf(keys), set: fields } });
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.sandbox.control({ delete: { stream: 'customers', ids: await this.idsOf(keys) } });
  }

  private async idsOf(keys: readonly string[]): Promise<readonly string[]> {
    if (keys.some((key) => !this.ids.has(key)))
      for (const [id, record] of await this.sandbox.customers()) this.ids.set(keyText(record, this.key), id);
    return keys.flatMap((key) => this.ids.get(key) ?? []);
  }
}
