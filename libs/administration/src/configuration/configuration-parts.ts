import { ConnectorSessions, CredentialSafe } from '@evenkeel/operations';
import { Connectors, Ids, Logger, part, SecretReferences, Store, type Part } from '@evenkeel/ports';
import { AddConnectionUseCase } from '../connections/add-connection.js';
import { ChangeConnectionUseCase } from '../connections/change-connection.js';
import { RemoveConnectionUseCase } from '../connections/remove-connection.js';
import { ManageGroups } from '../groups/manage-groups.js';
import { AddJobUseCase } from '../jobs/add-job.js';
import { ChangeJobUseCase } from '../jobs/change-job.js';
import { RemoveJobUseCase } from '../jobs/remove-job.js';
import { ChangeChannels } from '../notifications/change-channels.js';
import { KeepRecordView } from '../record-types/keep-record-view.js';
import { ManageRecordTypes } from '../record-types/manage-record-types.js';
import { AttemptConfiguration } from './attempt-configuration.js';
import { CheckStreams } from './check-streams.js';
import { ConfiguredChannels } from './configured-channels.js';
import { ConfiguredConnections, ConnectionSecrets } from './configured-connections.js';
import { ConfiguredGroups } from './configured-groups.js';
import { ConfiguredJobs } from './configured-jobs.js';
import { ConfiguredKinds } from './configured-kinds.js';
import { ConfiguredRecordTypes } from './configured-record-types.js';
import { ManageConfiguration } from './manage-configuration.js';
import { PrepareConfiguration } from './prepare-configuration.js';
import { ResolveSecrets } from './resolve-secrets.js';

/** The use cases of configuration as documents. */
export const configurationParts: readonly Part[] = [
  part(ConnectionSecrets, Connectors, CredentialSafe, Ids),
  part(
    ConfiguredConnections,
    AddConnectionUseCase,
    ChangeConnectionUseCase,
    RemoveConnectionUseCase,
    ConnectionSecrets,
  ),
  part(ConfiguredRecordTypes, ManageRecordTypes),
  part(ConfiguredJobs, AddJobUseCase, ChangeJobUseCase, RemoveJobUseCase, KeepRecordView),
  part(ConfiguredGroups, ManageGroups),
  part(ConfiguredChannels, ChangeChannels, CredentialSafe),
  part(
    ConfiguredKinds,
    ConfiguredConnections,
    ConfiguredRecordTypes,
    ConfiguredJobs,
    ConfiguredGroups,
    ConfiguredChannels,
  ),
  part(ResolveSecrets, SecretReferences),
  part(CheckStreams, ConnectorSessions, ConnectionSecrets),
  part(PrepareConfiguration, Store, ConfiguredKinds, ResolveSecrets, CheckStreams),
  part(AttemptConfiguration, ConfiguredKinds),
  part(ManageConfiguration, Store, ConfiguredKinds, PrepareConfiguration, AttemptConfiguration, Logger),
];
