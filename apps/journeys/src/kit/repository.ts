import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the checkout. Holds for the sources and for what is built from them. */
export const root = join(__dirname, '../../../..');

/** An empty folder of a journey, for logs and data. Stays after it, so that a failure can be looked into. */
export function journeyFolder(name: string): string {
  const folder = join(root, '.evenkeel', 'journeys', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
