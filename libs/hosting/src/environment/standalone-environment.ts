import { z } from 'zod';
import type { AddressRule } from '@evenkeel/adapter-http';
import type { ReferenceSettings } from '@evenkeel/adapter-secrets';
import type { Capacity, Retention, Windows } from '@evenkeel/ports';
import { LOG_FORMATS, type LogFormat } from '@evenkeel/adapter-telemetry';
import { LOG_LEVELS, type LogLevel } from '@evenkeel/domain';
import { accessVariables, readAccess } from './access-fragments.js';
import {
  linkVariables,
  providerVariables,
  readLinkSettings,
  readProviderSettings,
  dataDirectoryVariables,
  listenVariables,
  logVariables,
  ownDatabaseVariables,
} from './fragments.js';
import { grpcVariables, readGrpcSettings } from './grpc-fragments.js';
import { readReferences, referenceVariables } from './reference-fragments.js';
import { ownKeyVariables } from './key-fragments.js';
import {
  capacityVariables,
  deliveryVariables,
  retentionVariables,
  storageVariables,
  windowVariables,
  readCapacity,
  readDeliveryBytes,
  readRetention,
  readStorage,
  readWindows,
} from './limit-fragments.js';
import { DEFAULT_PORTS, refuseStrangers, type ListenSettings, tracingOf } from './service-environment.js';
import type { AccessSettings, PlatformSettings } from '../platform/platform-settings.js';
import { tracingVariables } from './tracing-fragments.js';
import { unwrapped } from './unwrapped.js';
import { readVariables, type Environment } from './variables.js';

/** What `standalone` reads: it brings its own database and key unless it is given others. */
export const standaloneVariables = {
  ...dataDirectoryVariables,
  ...ownDatabaseVariables,
  ...ownKeyVariables,
  ...accessVariables,
  ...referenceVariables,
  ...listenVariables(DEFAULT_PORTS.admin),
  ...grpcVariables,
  ...capacityVariables,
  ...windowVariables,
  ...retentionVariables,
  ...storageVariables,
  ...deliveryVariables,
  ...providerVariables,
  ...tracingVariables,
  ...linkVariables,
  // People look at this one, and its own screen tells what goes well.
  LOG_LEVEL: { ...logVariables.LOG_LEVEL, schema: z.enum(LOG_LEVELS).default('warn'), defaultText: '`warn`' },
  LOG_FORMAT: {
    ...logVariables.LOG_FORMAT,
    schema: z.enum(LOG_FORMATS).default('pretty'),
    defaultText: '`pretty`',
  },
};

export interface StandaloneSettings {
  readonly dataDirectory: string;
  /** Undefined: the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Undefined: the key file in the data directory. */
  readonly masterKeys: readonly string[] | undefined;
  readonly listen: ListenSettings;
  /** Left out: callers need no key. */
  readonly access?: AccessSettings;
  /** The port was given, so that another one does not do. */
  readonly portIsChosen?: boolean | undefined;
  readonly capacity?: Capacity;
  readonly windows?: Windows;
  readonly retention?: Retention;
  readonly tracing?: PlatformSettings['tracing'];
  readonly references?: ReferenceSettings;
  readonly tableBudgetGb?: number;
  readonly addresses?: AddressRule;
  readonly callTimeoutMs?: number;
  readonly publicUrl?: string;
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
}

/** Throws `WrongEnvironment`. */
export function readStandaloneSettings(given: Environment): StandaloneSettings {
  const environment = unwrapped(given);
  const values = readVariables(standaloneVariables, environment);
  const listen = {
    ...{ host: values.HOST, port: values.PORT, names: values.EVENKEEL_HOST_NAMES },
    deliveryBytes: readDeliveryBytes(environment),
    ...readGrpcSettings(environment, values.HOST),
  };
  const access = readAccess(environment);
  if (access.authentication !== 'keys') refuseStrangers(listen, values.EVENKEEL_INSECURE_PUBLIC);
  return {
    dataDirectory: values.EVENKEEL_DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    masterKeys: values.EVENKEEL_SECRET_KEY,
    listen,
    access,
    portIsChosen: (environment['PORT']?.trim() ?? '') !== '' && listen.port !== 0,
    capacity: readCapacity(environment),
    windows: readWindows(environment),
    retention: readRetention(environment),
    references: readReferences(environment, [
      values.EVENKEEL_DATA_DIR,
      ...(access.ownerKeyFile === undefined ? [] : [access.ownerKeyFile]),
    ]),
    ...readStorage(environment),
    ...readProviderSettings(environment),
    ...tracingOf('standalone', environment),
    ...readLinkSettings(environment),
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
  };
}
