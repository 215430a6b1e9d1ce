import type { PlatformSettings } from '../platform/platform-settings.js';
import { databaseVariables, logVariables } from './fragments.js';
import { readVariables, type Environment } from './variables.js';

/** All that a process has to know which brings the schema up to date and ends. */
export interface MigrationSettings {
  readonly databaseUrl: string;
  readonly log: PlatformSettings['log'];
}

/** Throws `WrongEnvironment`. */
export function readMigrationSettings(environment: Environment): MigrationSettings {
  const values = readVariables({ ...databaseVariables, ...logVariables }, environment);
  return {
    databaseUrl: values.DATABASE_URL,
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT, instance: 'migrate' },
  };
}
