import { CONFIGURATION_KINDS, type ConfigurationKind } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { ConfiguredChannels } from './configured-channels.js';
import { ConfiguredConnections } from './configured-connections.js';
import { ConfiguredGroups } from './configured-groups.js';
import { ConfiguredJobs } from './configured-jobs.js';
import type { ConfiguredKind, FoundObject } from './configured-kind.js';
import { ConfiguredRecordTypes } from './configured-record-types.js';
import { foundObject } from './found-object.js';

/** The kinds of what documents can hold. */
export class ConfiguredKinds {
  private readonly kinds: Readonly<Record<ConfigurationKind, ConfiguredKind>>;

  constructor(
    connections: ConfiguredConnections,
    recordTypes: ConfiguredRecordTypes,
    jobs: ConfiguredJobs,
    groups: ConfiguredGroups,
    channels: ConfiguredChannels,
  ) {
    this.kinds = {
      Connection: connections,
      RecordType: recordTypes,
      Job: jobs,
      Group: groups,
      NotificationChannel: channels,
    };
  }

  of(kind: ConfigurationKind): ConfiguredKind {
    return this.kinds[kind];
  }

  /** Everything that is there. */
  async list(tx: Transaction): Promise<readonly FoundObject[]> {
    const configured = new Map((await tx.configuration.list()).map((each) => [each.id, each]));
    const found: FoundObject[] = [];
    for (const kind of CONFIGURATION_KINDS)
      for (const listed of await this.of(kind).list(tx))
        found.push(foundObject(kind, listed, configured.get(listed.id)));
    return found;
  }
}
