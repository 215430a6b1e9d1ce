import type { JsonObject } from '@evenkeel/domain';
import type { SandboxProvider } from './sandbox-provider.js';
import type { Side } from './side.js';

/** The customers of a sandbox provider, which are known by a field of theirs. */
export class SandboxSide implements Side {
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

  private async idsOf(keys: readonly string[]): Promise<string[]> {
    const named = new Set(keys);
    const all = await this.sandbox.customers();
    return [...all].flatMap(([id, record]) => (named.has(String(record[this.key])) ? [id] : []));
  }
}
