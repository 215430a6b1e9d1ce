import type { Postgres } from '@evenkeel/adapter-postgres';
import type { PinoLogger, PromMeter } from '@evenkeel/adapter-telemetry';
import type {
  Clock,
  Connectors,
  CredentialBox,
  Digest,
  Hmac,
  HttpCallers,
  Ids,
  Instance,
  KeyedDigest,
  ModelCaller,
  Outbox,
  PayloadBox,
  Random,
  Store,
  StuckMessages,
  Timers,
  WebhookSecretBox,
} from '@evenkeel/ports';
import type { HostedServices } from '../directory/hosted-services.js';
import type { ConnectedBus } from './create-bus.js';
import type { PlatformSettings } from './platform-settings.js';

/** Every port of a process, filled by its adapters. One per process, whatever number of services it hosts. */
export interface Platform extends ConnectedBus {
  readonly settings: PlatformSettings;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: Random;
  readonly digest: Digest;
  readonly hmac: Hmac;
  readonly instance: Instance;
  readonly log: PinoLogger;
  readonly meter: PromMeter;
  /** Undefined in processes that got no key: what asks for the box does not start there. */
  readonly credentialBox: CredentialBox | undefined;
  readonly webhookSecretBox: WebhookSecretBox | undefined;
  readonly keyedDigest: KeyedDigest | undefined;
  readonly payloadBox: PayloadBox | undefined;
  /** For what is no port: ping and measurements. */
  readonly postgres: Postgres;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly stuckMessages: StuckMessages;
  readonly httpCallers: HttpCallers;
  readonly modelCaller: ModelCaller;
  readonly connectors: Connectors;
  readonly directory: HostedServices;
  /** Lets go of sockets and connections; the bus must be stopped. */
  close(): Promise<void>;
}
