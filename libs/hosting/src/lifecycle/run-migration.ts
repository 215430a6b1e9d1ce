import { createPostgres } from '@evenkeel/adapter-postgres';
import { PinoLogger } from '@evenkeel/adapter-telemetry';
import type { MigrationSettings } from '../environment/migration-environment.js';
import { runProcess } from './run-process.js';

/**
 * The whole life of a process that brings the schema up to date: exit code 0 once it is, 1 on a failure, 2 where
 * `readSettings` throws `WrongEnvironment`. Services may start and run meanwhile.
 */
export function runMigration(readSettings: () => MigrationSettings): void {
  runProcess(async () => {
    const settings = readSettings();
    const log = PinoLogger.start(settings.log, 'migrate');
    const postgres = createPostgres({ url: settings.databaseUrl, log });
    try {
      await postgres.migrate();
    } finally {
      await postgres.close();
    }
    log.info('the schema is up to date');
    return { log, stop: async () => undefined };
  });
}
