import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder for the data of a database, which is removed with it. The test command keeps such folders in memory. */
export function databaseFolder(): string {
  return mkdtempSync(join(tmpdir(), 'evenkeel-journey-'));
}
