import type { Postgres } from '@evenkeel/adapter-postgres';
import type { PinoLogger, PromMeter } from '@evenkeel/adapter-telemetry';
import type {
  AccessRules,
  AuditScope,
  Clock,
  Connectors,
  Digest,
  Hmac,
  HttpCallers,
  Ids,
  Instance,
  MailSender,
  ModelCaller,
  Outbox,
  Random,
  Store,
  StuckMessages,
  Timers,
  Tracing,
} from '@evenkeel/ports';
import type { FollowEngineSettings } from '../engine-settings/follow-engine-settings.sweep.js';
import type { HostedServices } from '../directory/hosted-services.js';
import type { ConnectedBus } from './create-bus.js';
import type { Secrets } from './open-secrets.js';
import type { PlatformSettings } from './platform-settings.js';

/** Every port of a process, filled by its adapters. One per process, whatever number of services it hosts. */
export interface Platform extends ConnectedBus, Secrets {
  readonly settings: PlatformSettings;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: Random;
  readonly tracing: Tracing;
  readonly digest: Digest;
  readonly hmac: Hmac;
  readonly instance: Instance;
  readonly log: PinoLogger;
  readonly meter: PromMeter;
  /** For what is no port: ping and measurements. */
  readonly postgres: Postgres;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly stuckMessages: StuckMessages;
  readonly httpCallers: HttpCallers;
  readonly modelCaller: ModelCaller;
  readonly mailSender: MailSender;
  readonly connectors: Connectors;
  readonly access: AccessRules;
  readonly auditScope: AuditScope;
  /** What people may change while it runs, as it is now. */
  readonly engineSettings: FollowEngineSettings;
  readonly directory: HostedServices;
  /** Lets go of sockets and connections; the bus must be stopped. */
  close(): Promise<void>;
}
