import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SyncError } from '@evenkeel/domain';
import type { ServerPlace } from './place.js';
import { giveTo } from './run-as.js';
import { SUPERUSER } from './roles.js';

const run = promisify(execFile);

/** Makes a new cluster, unless there is one. A folder that an interrupted attempt left behind is made anew. */
export async function initializeCluster(
  place: ServerPlace,
  password: string,
  fsync: boolean,
): Promise<boolean> {
  const { pgdata, binaries, user } = place;
  const complete = join(pgdata, 'PG_VERSION');
  const marker = join(place.folder, 'initializing');
  if (existsSync(complete) && !existsSync(marker)) {
    assertSameVersion(place, readFileSync(complete, 'utf8').trim());
    return false;
  }
  writeFileSync(marker, '');
  rmSync(pgdata, { recursive: true, force: true });
  mkdirSync(pgdata, { mode: 0o700 });
  const passwordFile = join(place.folder, 'bootstrap-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(user, pgdata);
  giveTo(user, passwordFile);
  try {
    await run(
      binaries.initdb,
      [
        ...['-D', pgdata, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        // The same order of texts on every machine, whatever locales it has.
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...['--no-instructions', ...(fsync ? [] : ['--no-sync'])],
      ],
      { cwd: '/', ...(user ?? {}), env: { TZ: 'UTC', LC_ALL: 'C', PATH: '' } },
    );
  } catch (error) {
    const detail = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw new SyncError('system.embedded_database', `The embedded Postgres could not be set up: ${detail}`, {
      cause: error,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  return true;
}

/** Throws `config.data_folder_of_other_version`: servers of two major versions do not read each other's files. */
function assertSameVersion({ folder, binaries }: ServerPlace, made: string): void {
  const [own = ''] = binaries.version.split('.');
  if (made === own) return;
  throw new SyncError(
    'config.data_folder_of_other_version',
    `The data in ${folder} was made by PostgreSQL ${made}; this Evenkeel brings PostgreSQL ${own}`,
  );
}
