export {
  type Environment,
  readVariables,
  type ValuesOf,
  variable,
  type Variable,
  type VariableProblem,
  type Variables,
  WrongEnvironment,
} from './environment/variables.js';
export {
  DEFAULT_PORTS,
  type ListenSettings,
  readServiceSettings,
  refuseStrangers,
  type ServiceSettings,
  serviceVariables,
} from './environment/service-environment.js';
export {
  readStandaloneSettings,
  type StandaloneSettings,
  standaloneVariables,
} from './environment/standalone-environment.js';
export { readCapacity, readRetention, readWindows } from './environment/limit-fragments.js';
export { configReference, type ConfigRow, type ConfigSection } from './environment/config-reference.js';
export {
  type BusSettings,
  DEFAULT_CAPACITY,
  DEFAULT_RETENTION,
  type PlatformSettings,
  type SecretKeys,
} from './platform/platform-settings.js';
export type { Platform } from './platform/platform.js';
export { createPlatform } from './platform/create-platform.js';
export { type HostedService, type HostingOptions, hostService } from './hosted/hosted-service.js';
export { createOutboxRelay } from './outbox/create-outbox-relay.js';
export { HostedProcess } from './lifecycle/hosted-process.js';
export { endWith, EXIT_CODES, type Running, runProcess, stopWithin } from './lifecycle/run-process.js';
export { runMigration } from './lifecycle/run-migration.js';
export { type MigrationSettings, readMigrationSettings } from './environment/migration-environment.js';
export { type RunningService, runService, startService } from './lifecycle/run-service.js';
export { type BusPatternExtras, BusTransport, type BusTransportOptions } from './transport/bus-transport.js';
export { ErrorsReachTheBus } from './transport/errors-reach-the-bus.js';
export { secretKeyVariables } from './environment/key-fragments.js';
export { unwrapped, wrapKeys } from './environment/unwrapped.js';
export { keysOf } from './platform/keys-of.js';
export { keepKeyFile } from '@evenkeel/adapter-secrets';
