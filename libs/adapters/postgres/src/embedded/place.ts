import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyBinaries, findBinaries, type Binaries } from './binaries.js';
import { canReach, chooseUser, type SystemUser } from './run-as.js';

/** Where one embedded server lives. */
export interface ServerPlace {
  /** Ours: log, password, who started it. */
  readonly folder: string;
  /** The server's own. */
  readonly pgdata: string;
  readonly binaries: Binaries;
  readonly user: SystemUser | undefined;
}

/** For data and programs that the server's user cannot reach where they are, for example below /root. */
const REACHABLE = '/var/lib/evenkeel';

export function choosePlace(dataDir: string): ServerPlace {
  const wanted = resolve(dataDir);
  const elsewhere = join(REACHABLE, createHash('sha256').update(wanted).digest('hex').slice(0, 12));
  const folder = canReach(wanted, chooseUser(join(wanted, 'pgdata'))) ? wanted : elsewhere;
  const user = chooseUser(join(folder, 'pgdata'));
  mkdirSync(folder, { recursive: true });
  // The server's user passes through to its own folder; what is ours in between is readable by us only.
  if (user !== undefined) chmodSync(folder, statSync(folder).mode | 0o011);
  const installed = findBinaries();
  const binaries = canReach(installed.postgres, user) ? installed : copyBinaries(installed, REACHABLE);
  return { folder, pgdata: join(folder, 'pgdata'), binaries, user };
}
