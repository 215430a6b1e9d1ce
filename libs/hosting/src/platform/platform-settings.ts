import type { AddressRule } from '@evenkeel/adapter-http';
import type { TokenIssuerSettings } from '@evenkeel/adapter-oidc';
import type { LogSettings, TracingSettings } from '@evenkeel/adapter-telemetry';
import type { KafkaSecurity } from '@evenkeel/adapter-kafka';
import { ENGINE_SETTINGS, type TokenRules } from '@evenkeel/domain';
import type { ReferenceSettings } from '@evenkeel/adapter-secrets';
import type { Capacity, Retention, TopicRights, Windows } from '@evenkeel/ports';

/** Which bus carries the messages. In one process they need not leave it. */
export type BusSettings =
  | {
      readonly kind: 'kafka';
      /** `host:port`. */
      readonly brokers: readonly string[];
      /** Put before topics and groups; empty for none. */
      readonly prefix: string;
      /** Left out: in the clear, without a name. */
      readonly security?: KafkaSecurity;
    }
  | { readonly kind: 'in-process' };

/**
 * 32 bytes each, in base64: the first of a list seals, all open, the last is the oldest. A box or digest whose keys are missing does not
 * exist in this process.
 */
export interface SecretKeys {
  readonly master?: readonly string[];
  readonly webhook?: readonly string[];
  readonly record?: readonly string[];
}

/** Whose tokens are taken beside keys, and how they are read. */
export interface TokenSettings {
  readonly issuer: TokenIssuerSettings;
  readonly rules: TokenRules;
}

/** How callers of the admin API are known. */
export interface AccessSettings {
  readonly authentication: 'off' | 'keys';
  /** Where the key is with which the installation is administered. */
  readonly ownerKeyFile: string | undefined;
  /** Of one key or holder of tokens, to this process; left out: any number. */
  readonly requestsPerMinute?: number;
  /** Left out: only keys are taken. */
  readonly tokens?: TokenSettings;
}

/** Chunks that one process reads at the same time by default. */
export const DEFAULT_CAPACITY: Capacity = {
  chunks: ENGINE_SETTINGS.EXECUTOR_CONCURRENCY.initial,
  reserved: ENGINE_SETTINGS.EXECUTOR_RESERVED.initial,
};

export const DEFAULT_RETENTION: Retention = {
  runDays: ENGINE_SETTINGS.RETENTION_RUN_DAYS.initial,
  changeDays: ENGINE_SETTINGS.RETENTION_CHANGE_DAYS.initial,
  resolvedFailureDays: ENGINE_SETTINGS.RETENTION_RESOLVED_FAILURE_DAYS.initial,
  errorLogDays: ENGINE_SETTINGS.RETENTION_ERROR_LOG_DAYS.initial,
  eventDays: ENGINE_SETTINGS.RETENTION_EVENT_DAYS.initial,
  triggerMessageDays: ENGINE_SETTINGS.RETENTION_TRIGGER_MESSAGE_DAYS.initial,
  deliveryDays: ENGINE_SETTINGS.RETENTION_DELIVERY_DAYS.initial,
  auditDays: ENGINE_SETTINGS.RETENTION_AUDIT_DAYS.initial,
};

/** Where nothing is said of references: none leads anywhere. */
export const NO_REFERENCES: ReferenceSettings = {
  prefix: 'EVENKEEL_REF_',
  forbidden: [],
  environment: {},
};

export const NO_TOPICS: TopicRights = { hasKafka: false, triggerTopics: [], foreign: [] };

/** What the adapters of one process are made from. */
export interface PlatformSettings {
  /** Name of the process in logs and metrics: that of its service, or `standalone`. */
  readonly process: string;
  readonly instance: string;
  readonly log: LogSettings;
  /** Left out: nothing is traced. */
  readonly tracing?: Omit<TracingSettings, 'instance'>;
  readonly databaseUrl: string;
  /** Where that database keeps its files, where they are on this machine. */
  readonly databaseFolder?: string;
  /** How large one of its tables may become before a person is told. */
  readonly tableBudgetGb?: number;
  readonly bus: BusSettings;
  readonly keys: SecretKeys;
  /** For the admin API; left out: callers need no key. */
  readonly access?: AccessSettings;
  /** For the admin API: where secrets are that documents of configuration name. */
  readonly references?: ReferenceSettings;
  /** For the executor. */
  readonly capacity?: Capacity;
  /** For the coordinator. */
  readonly windows?: Windows;
  /** For the sweeps that forget what is over. */
  readonly retention?: Retention;
  /** Where providers may be; for services that call them. */
  readonly addresses?: AddressRule;
  /** Where people reach the admin API, for links; left out: nothing links. */
  readonly publicUrl?: string;
  /** How long a call of a provider may take, where it is not the default. */
  readonly callTimeoutMs?: number;
  /** Which topics of Kafka are read besides those of the engine, and for whom; left out: none. */
  readonly topics?: TopicRights;
  /** Where services of other processes answer `/readyz`, by name. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}
