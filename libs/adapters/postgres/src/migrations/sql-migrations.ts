import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From `src/migrations` as from `dist/migrations`. */
export const MIGRATIONS_FOLDER = join(__dirname, '..', '..', 'migrations');

const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;
const FIRST_LINE = /^-- (safe while the previous release runs|breaking: .+)\n/;

/** What TypeORM instantiates. */
export type MigrationClass = new () => MigrationInterface;

/** The numbered SQL files in their order, each as the class that TypeORM's runner wants. */
export function sqlMigrations(folder = MIGRATIONS_FOLDER): MigrationClass[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => migrationOf(file, readFileSync(join(folder, file), 'utf8')));
}

function migrationOf(file: string, sql: string): MigrationClass {
  const [, number, name] = FILE_NAME.exec(file) ?? [];
  if (number === undefined || name === undefined)
    throw new Error(`${file} is not named like 0001-what-it-adds.sql`);
  if (!FIRST_LINE.test(sql)) {
    throw new Error(
      `${file} must start with "-- safe while the previous release runs" or "-- breaking: <why>"`,
    );
  }
  // TypeORM orders by the thirteen digits at the end.
  const orderedName = `${name}-${number.padStart(13, '0')}`;
  return class implements MigrationInterface {
    readonly name = orderedName;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }

    down(): Promise<void> {
      return Promise.reject(
        new Error(`${file} cannot be taken back: write a migration that goes on from it`),
      );
    }
  };
}
