import type { DynamicModule, Provider } from '@nestjs/common';
import { ServerSecretReferences } from '@evenkeel/adapter-secrets';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import {
  AccessRules,
  AuditedStore,
  AuditScope,
  BreakerBoard,
  Capacity,
  PublicAddress,
  Clock,
  Connectors,
  CredentialBox,
  DatabaseWatch,
  Digest,
  ForeignTopics,
  Hmac,
  HttpCallers,
  Ids,
  Instance,
  KeyedDigest,
  Logger,
  MailSender,
  MessageBus,
  Meter,
  ModelCaller,
  Outbox,
  PayloadBox,
  providerOf,
  QuotaLedger,
  Random,
  Resealer,
  Retention,
  SealedTexts,
  SecretReferences,
  ServiceDirectory,
  ServiceStore,
  Store,
  StuckMessages,
  Timers,
  Tracing,
  TopicRights,
  WebhookSecretBox,
  Windows,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { HealthController } from '../health/health.controller.js';
import { Health } from '../health/health.js';
import type { Platform } from '../platform/platform.js';
import { NO_REFERENCES, NO_TOPICS } from '../platform/platform-settings.js';
import { messageController } from '../transport/message-controller.js';

class ServiceModule {}

/**
 * The Nest module of one service: its own classes, and the ports they ask for under the names of their abstract
 * classes. Log lines and metrics carry the service's name, also where several services share the process.
 */
export function serviceModule(
  definition: ServiceDefinition,
  platform: Platform,
  health: Health,
): DynamicModule {
  const { name, handlers, endpoints, parts, sweeps } = definition;
  const audited = new AuditedStore(platform.store, platform.auditScope);
  return {
    module: ServiceModule,
    controllers: [HealthController, ...handlers.map(messageController), ...endpoints],
    providers: [
      ...portProviders(platform),
      { provide: Store, useValue: new ServiceStore(definition, audited) },
      { provide: Logger, useValue: platform.log.forService(name) },
      { provide: Meter, useValue: platform.meter.forService(name) },
      { provide: PromMeter, useValue: platform.meter },
      { provide: Health, useValue: health },
      ...[...parts, ...sweeps, ...handlers.map(({ handler }) => handler)].map(providerOf),
    ],
  };
}

function settingProviders({ settings, engineSettings }: Platform): Provider[] {
  const { publicUrl: url = null, topics = NO_TOPICS, references = NO_REFERENCES } = settings;
  return [
    { provide: Capacity, useValue: engineSettings.capacity },
    { provide: Windows, useValue: engineSettings.windows },
    { provide: Retention, useValue: engineSettings.retention },
    { provide: PublicAddress, useValue: { url } },
    { provide: TopicRights, useValue: topics },
    { provide: SecretReferences, useValue: new ServerSecretReferences(references) },
  ];
}

function portProviders(platform: Platform): Provider[] {
  const { credentialBox, webhookSecretBox, keyedDigest, payloadBox, resealer } = platform;
  return [
    { provide: Clock, useValue: platform.clock },
    { provide: Timers, useValue: platform.timers },
    { provide: Tracing, useValue: platform.tracing },
    { provide: Ids, useValue: platform.ids },
    { provide: Random, useValue: platform.random },
    { provide: Digest, useValue: platform.digest },
    { provide: Hmac, useValue: platform.hmac },
    { provide: AuditScope, useValue: platform.auditScope },
    { provide: AccessRules, useValue: platform.access },
    { provide: Instance, useValue: platform.instance },
    ...settingProviders(platform),
    { provide: Outbox, useValue: platform.outbox },
    { provide: StuckMessages, useValue: platform.stuckMessages },
    { provide: QuotaLedger, useValue: platform.postgres.quotaLedger },
    { provide: DatabaseWatch, useValue: platform.postgres.watch },
    { provide: BreakerBoard, useValue: platform.postgres.breakerBoard },
    { provide: MessageBus, useValue: platform.bus },
    { provide: ForeignTopics, useValue: platform.foreignTopics },
    { provide: HttpCallers, useValue: platform.httpCallers },
    { provide: MailSender, useValue: platform.mailSender },
    { provide: ModelCaller, useValue: platform.modelCaller },
    { provide: Connectors, useValue: platform.connectors },
    { provide: ServiceDirectory, useValue: platform.directory },
    { provide: SealedTexts, useValue: platform.postgres.sealedTexts },
    ...(credentialBox === undefined ? [] : [{ provide: CredentialBox, useValue: credentialBox }]),
    ...(webhookSecretBox === undefined ? [] : [{ provide: WebhookSecretBox, useValue: webhookSecretBox }]),
    ...(keyedDigest === undefined ? [] : [{ provide: KeyedDigest, useValue: keyedDigest }]),
    ...(payloadBox === undefined ? [] : [{ provide: PayloadBox, useValue: payloadBox }]),
    ...(resealer === undefined ? [] : [{ provide: Resealer, useValue: resealer }]),
  ];
}
