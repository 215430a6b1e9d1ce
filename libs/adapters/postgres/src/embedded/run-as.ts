import { chownSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SyncError } from '@evenkeel/domain';

/** The system user that the server's processes run as; undefined: the user of this process. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root. Then it runs as who owns the data already, else as `postgres` or `nobody`. */
export function chooseUser(pgdata: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(pgdata)) {
    const { uid, gid } = statSync(pgdata);
    if (uid !== 0) return { uid, gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new SyncError(
    'system.database',
    'Postgres does not run as root, and this system has neither a user postgres nor nobody: start as another user, or set DATABASE_URL',
  );
}

/** Whether `user` may pass through every folder above `path`. */
export function canReach(path: string, user: SystemUser | undefined): boolean {
  if (user === undefined) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayPass(folder, user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayPass(folder: string, { uid, gid }: SystemUser): boolean {
  const { mode, uid: owner, gid: group } = statSync(folder);
  if (owner === uid) return (mode & 0o100) !== 0;
  return group === gid ? (mode & 0o010) !== 0 : (mode & 0o001) !== 0;
}

export function giveTo(user: SystemUser | undefined, path: string): void {
  if (user === undefined) return;
  chownSync(path, user.uid, user.gid);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path)) giveTo(user, join(path, entry));
}
