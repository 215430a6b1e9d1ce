import { hostname } from 'node:os';
import type { ServiceName } from '@evenkeel/contracts-messages';
import type { PlatformSettings, SecretKeys } from '../platform/platform-settings.js';
import { DEFAULT_OWNER_KEY_FILE } from '../platform/open-access.js';
import { keysOf } from '../platform/keys-of.js';
import { accessVariables, readAccess } from './access-fragments.js';
import {
  linkVariables,
  providerVariables,
  readLinkSettings,
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
import { grpcVariables, readGrpcSettings, type GrpcSettings } from './grpc-fragments.js';
import { readReferences, referenceVariables } from './reference-fragments.js';
import { recordKeyVariables, gatewayKeyVariables, secretKeyVariables } from './key-fragments.js';
import {
  capacityVariables,
  deliveryVariables,
  readCapacity,
  readDeliveryBytes,
  readRetention,
  readStorage,
  readWindows,
  retentionVariables,
  storageVariables,
  windowVariables,
} from './limit-fragments.js';
import { isLoopback } from './loopback.js';
import { readTracing, tracingVariables } from './tracing-fragments.js';
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
  /** Left out: nothing is served over gRPC. */
  readonly grpc?: GrpcSettings;
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
    ...(service === 'admin'
      ? { ...directoryVariables, ...accessVariables, ...grpcVariables, ...referenceVariables }
      : {}),
    ...(service === 'executor-worker' ? capacityVariables : {}),
    ...(service === 'coordinator' ? windowVariables : {}),
    ...(looksAtStorage(service) ? storageVariables : {}),
    ...(service === 'reconciler' ? retentionVariables : {}),
    ...(service === 'webhook-gateway' ? deliveryVariables : {}),
    ...(callsProviders(service) ? providerVariables : {}),
    ...(service === 'executor-worker' ? linkVariables : {}),
    ...listenVariables(DEFAULT_PORTS[service]),
    ...instanceVariables,
    ...logVariables,
    ...tracingVariables,
  };
}

/** Throws {@link WrongEnvironment}. */
export function readServiceSettings(service: ServiceName, given: Environment): ServiceSettings {
  const environment = unwrapped(given);
  const values = readVariables(serviceVariables(service), environment);
  const listen = {
    ...{ host: values.HOST, port: values.PORT, names: values.EVENKEEL_HOST_NAMES },
    ...(service === 'webhook-gateway' ? { deliveryBytes: readDeliveryBytes(environment) } : {}),
    ...(service === 'admin' ? readGrpcSettings(environment, values.HOST) : {}),
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
      ...tracingOf(service, environment),
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
      ...ownOf(service, environment),
    },
    listen,
  };
}

/** What one service alone, or a few, have to know. */
function ownOf(service: ServiceName, environment: Environment): Partial<PlatformSettings> {
  const called = callsProviders(service) ? readProviderSettings(environment) : {};
  if (service === 'executor-worker')
    return { ...called, capacity: readCapacity(environment), ...readLinkSettings(environment) };
  if (service === 'coordinator') return { windows: readWindows(environment), ...readStorage(environment) };
  if (service === 'reconciler') return { retention: readRetention(environment) };
  if (service !== 'admin') return called;
  return {
    ...called,
    ...readStorage(environment),
    elsewhere: readVariables(directoryVariables, environment).EVENKEEL_SERVICES,
    references: readReferences(environment, [readAccess(environment).ownerKeyFile ?? DEFAULT_OWNER_KEY_FILE]),
  };
}

/** For who makes platform settings of an environment. */
export function tracingOf(process: string, environment: Environment): Pick<PlatformSettings, 'tracing'> {
  const tracing = readTracing(process, environment);
  return tracing === undefined ? {} : { tracing };
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

/** `admin` answers what asks for a person, `coordinator` shows it on `/metrics`. */
const looksAtStorage = (service: ServiceName) => service === 'admin' || service === 'coordinator';

function callsProviders(service: ServiceName): boolean {
  return service === 'executor-worker' || service === 'admin';
}

/** Throws {@link WrongEnvironment} if others than this machine could reach a service that asks for no key. */
export function refuseStrangers({ host, grpc }: ListenSettings, allowed: boolean): void {
  const hosts = [['HOST', host] as const, ...(grpc === undefined ? [] : [['GRPC_HOST', grpc.host] as const])];
  const reached = hosts.filter(([, each]) => !isLoopback(each));
  if (allowed || reached.length === 0) return;
  throw new WrongEnvironment(
    reached.map(([name, each]) => ({
      name,
      message: `"${each}" can be reached from other machines, and its callers need no key`,
      remedy:
        'Listen on 127.0.0.1, set EVENKEEL_AUTHENTICATION=keys for the admin API, or set EVENKEEL_INSECURE_PUBLIC=true where the network around it keeps strangers out.',
    })),
  );
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
