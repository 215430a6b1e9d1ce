import {
  type MigrationSettings,
  readMigrationSettings,
  readServiceSettings,
  type ServiceSettings,
} from '@evenkeel/hosting';

/** The environment of this process, parsed once. Throws `WrongEnvironment`. */
export function readSettings(): ServiceSettings {
  return readServiceSettings('admin', process.env);
}

/** What the process needs that only migrates. Throws `WrongEnvironment`. */
export function readMigration(): MigrationSettings {
  return readMigrationSettings(process.env);
}
