import { hostname } from 'node:os';
import type { ServiceName } from '@evenkeel/contracts-messages';
import type { Capacity, Retention, Windows } from '@evenkeel/ports';
import type { PlatformSettings, SecretKeys } from '../platform/platform-settings.js';
import { keysOf } from '../platform/keys-of.js';
import { accessVariables, readAccess } from './access-fragments.js';
import {
  providerVariables,
  readProviderSettings,
  databaseVariables,
  directoryVariables,
  instanceVariables,
  listenVariables,
  logVariables,
} from './fragments.js';
import {
  foreignTopicVariables,
  kafkaVariables,
  readForeignTopics,
  readKafkaSecurity,
  readTopicRights,
  triggerTopicVariables,
} from './kafka-fragments.js';
import { recordKeyVariables, gatewayKeyVariables, secretKeyVariables } from './key-fragments.js';
import {
  capacityVariables,
  deliveryVariables,
  retentionVariables,
  storageVariables,
  windowVariables,
} from './limit-fragments.js';
import { isLoopback } from './loopback.js';
import { unwrapped } from './unwrapped.js';
import { readVariables, WrongEnvironment, type Environment, type Variables } from './variables.js';

/** Ports on one machine by default. */
export const DEFAULT_PORTS: Readonly<Record<ServiceName, number>> = {
  admin: 4180,
  'webhook-gateway': 4181,
  scheduler: 4182,
  reconciler: 4183,
  coordinator: 4184,
  'executor-worker': 4185,
  ingestion: 4186,
};

export interface ListenSettings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** By which it is called, besides loopback and `host`; left out: none. */
  readonly names?: readonly string[];
  /** Bytes that the body of a delivery may have, where what listens takes deliveries; left out: as many as any request. */
  readonly deliveryBytes?: number;
}

/** All that a process of one service has to know before it can start. */
export interface ServiceSettings {
  readonly platform: PlatformSettings;
  readonly listen: ListenSettings;
}

/** The keys that a service needs; most get none. */
const keyVariables: Readonly<Partial<Record<ServiceName, Variables>>> = {
  admin: secretKeyVariables,
  'executor-worker': secretKeyVariables,
  ingestion: recordKeyVariables,
  'webhook-gateway': gatewayKeyVariables,
};

/** The variables of one service, for its parser and for the documentation. */
export function serviceVariables(service: ServiceName) {
  return {
    ...databaseVariables,
    ...kafkaVariables,
    ...(service === 'scheduler' ? triggerTopicVariables : {}),
    ...(service === 'scheduler' || service === 'admin' ? foreignTopicVariables : {}),
    ...keyVariables[service],
    ...(service === 'admin' ? { ...directoryVariables, ...accessVariables } : {}),
    ...(service === 'executor-worker' ? capacityVariables : {}),
    ...(service === 'coordinator' ? windowVariables : {}),
    ...(looksAtStorage(service) ? storageVariables : {}),
    ...(service === 'reconciler' ? retentionVariables : {}),
    ...(service === 'webhook-gateway' ? deliveryVariables : {}),
    ...(callsProviders(service) ? providerVariables : {}),
    ...listenVariables(DEFAULT_PORTS[service]),
    ...instanceVariables,
    ...logVariables,
  };
}

/** Throws {@link WrongEnvironment}. */
export function readServiceSettings(service: ServiceName, given: Environment): ServiceSettings {
  const environment = unwrapped(given);
  const values = readVariables(serviceVariables(service), environment);
  const listen = {
    ...{ host: values.HOST, port: values.PORT, names: values.EVENKEEL_HOST_NAMES },
    ...(service === 'webhook-gateway' ? { deliveryBytes: readDeliveryBytes(environment) } : {}),
  };
  // The gateway checks a signature on whatever comes in; the others believe everybody.
  const access = service === 'admin' ? readAccess(environment) : undefined;
  if (service !== 'webhook-gateway' && access?.authentication !== 'keys')
    refuseStrangers(listen, values.EVENKEEL_INSECURE_PUBLIC);
  const instance = values.EVENKEEL_INSTANCE ?? `${hostname()}:${listen.port}`;
  return {
    platform: {
      process: service,
      instance,
      log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT, instance },
      databaseUrl: values.DATABASE_URL,
      bus: {
        kind: 'kafka',
        brokers: values.KAFKA_BROKERS,
        prefix: values.KAFKA_PREFIX,
        ...securityOf(environment),
      },
      ...topicsOf(service, environment),
      keys: readKeys(service, environment),
      ...(access === undefined ? {} : { access }),
      ...(service === 'executor-worker' ? { capacity: readCapacity(environment) } : {}),
      ...(service === 'coordinator' ? { windows: readWindows(environment) } : {}),
      ...(looksAtStorage(service) ? readStorage(environment) : {}),
      ...(service === 'reconciler' ? { retention: readRetention(environment) } : {}),
      ...(callsProviders(service) ? readProviderSettings(environment) : {}),
      ...(service === 'admin'
        ? { elsewhere: readVariables(directoryVariables, environment).EVENKEEL_SERVICES }
        : {}),
    },
    listen,
  };
}

function securityOf(environment: Environment) {
  const security = readKafkaSecurity(environment);
  return security.tls === null && security.sasl === null ? {} : { security };
}

/** The scheduler listens to topics; the admin only tells whether a job may. */
function topicsOf(service: ServiceName, environment: Environment): Pick<PlatformSettings, 'topics'> {
  if (service === 'scheduler') return { topics: readTopicRights(environment) };
  if (service !== 'admin') return {};
  return { topics: { hasKafka: true, triggerTopics: [], foreign: readForeignTopics(environment) } };
}

function callsProviders(service: ServiceName): boolean {
  return service === 'executor-worker' || service === 'admin';
}

/** Throws {@link WrongEnvironment}. */
export function readDeliveryBytes(environment: Environment): number {
  return readVariables(deliveryVariables, environment).WEBHOOK_BODY_LIMIT_MB * 1024 * 1024;
}

/** Throws {@link WrongEnvironment}. */
export function readCapacity(environment: Environment): Capacity {
  const values = readVariables(capacityVariables, environment);
  return { chunks: values.EXECUTOR_CONCURRENCY, reserved: values.EXECUTOR_RESERVED };
}

/** Throws {@link WrongEnvironment}. */
export function readWindows(environment: Environment): Windows {
  const values = readVariables(windowVariables, environment);
  return {
    perExecution: {
      primary: values.DISPATCH_PER_EXECUTION,
      enterprise: values.DISPATCH_PER_PACED_EXECUTION,
    },
    perConnection: values.DISPATCH_PER_CONNECTION,
    perTenant: values.DISPATCH_PER_TENANT,
  };
}

/** `admin` answers what asks for a person, `coordinator` shows it on `/metrics`. */
const looksAtStorage = (service: ServiceName) => service === 'admin' || service === 'coordinator';

/** Throws {@link WrongEnvironment}. */
export function readStorage(environment: Environment) {
  return { tableBudgetGb: readVariables(storageVariables, environment).TABLE_BUDGET_GB };
}

/** Throws {@link WrongEnvironment}. */
export function readRetention(environment: Environment): Retention {
  const values = readVariables(retentionVariables, environment);
  return {
    runDays: values.RETENTION_RUN_DAYS,
    changeDays: values.RETENTION_CHANGE_DAYS,
    resolvedFailureDays: values.RETENTION_RESOLVED_FAILURE_DAYS,
    errorLogDays: values.RETENTION_ERROR_LOG_DAYS,
    eventDays: values.RETENTION_EVENT_DAYS,
    triggerMessageDays: values.RETENTION_TRIGGER_MESSAGE_DAYS,
    deliveryDays: values.RETENTION_DELIVERY_DAYS,
    auditDays: values.RETENTION_AUDIT_DAYS,
  };
}

/** Throws {@link WrongEnvironment} if others than this machine could reach a service that asks for no key. */
export function refuseStrangers({ host }: ListenSettings, allowed: boolean): void {
  if (allowed || isLoopback(host)) return;
  throw new WrongEnvironment([
    {
      name: 'HOST',
      message: `"${host}" can be reached from other machines, and its callers need no key`,
      remedy:
        'Listen on 127.0.0.1, set EVENKEEL_AUTHENTICATION=keys for the admin API, or set EVENKEEL_INSECURE_PUBLIC=true where the network around it keeps strangers out.',
    },
  ]);
}

function readKeys(service: ServiceName, environment: Environment): SecretKeys {
  if (service === 'webhook-gateway') return { webhook: readGatewayKey(environment) };
  if (service === 'ingestion') return { record: readRecordKey(environment) };
  if (keyVariables[service] === undefined) return {};
  return keysOf(readVariables(secretKeyVariables, environment).EVENKEEL_SECRET_KEY);
}

function readGatewayKey(environment: Environment): readonly string[] {
  const { EVENKEEL_WEBHOOK_KEY: own, EVENKEEL_SECRET_KEY: master } = readVariables(
    gatewayKeyVariables,
    environment,
  );
  const { remedy } = gatewayKeyVariables.EVENKEEL_WEBHOOK_KEY;
  return own ?? keysOf(master ?? isMissing('EVENKEEL_WEBHOOK_KEY', remedy)).webhook;
}

function readRecordKey(environment: Environment): readonly string[] {
  const { EVENKEEL_RECORD_KEY: own, EVENKEEL_SECRET_KEY: master } = readVariables(
    recordKeyVariables,
    environment,
  );
  const { remedy } = recordKeyVariables.EVENKEEL_RECORD_KEY;
  return own ?? keysOf(master ?? isMissing('EVENKEEL_RECORD_KEY', remedy)).record;
}

function isMissing(name: string, remedy: string): never {
  throw new WrongEnvironment([{ name, message: 'is missing', remedy }]);
}
