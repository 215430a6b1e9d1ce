import type { RequestOf, SettingsSchemaView } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Connectors } from '@evenkeel/ports';
import type { Caller } from '../caller.js';

export class ShowSettingsSchema {
  constructor(private readonly connectors: Connectors) {}

  /** Rejects with `config.unknown_connector`, and with `request.not_found` where a connector describes no settings. */
  async show(
    _caller: Caller,
    { connector: name }: RequestOf<'showSettingsSchema'>,
  ): Promise<SettingsSchemaView> {
    const schema = this.connectors.named(name).settingsSchema?.();
    if (schema !== undefined) return { connector: name, schema };
    throw new SyncError('request.not_found', `The connector ${name} has no schema of its settings`);
  }
}
