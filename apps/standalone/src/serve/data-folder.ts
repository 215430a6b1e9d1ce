import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SyncError } from '@evenkeel/domain';

const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file, not a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'this user may not write to it',
  EPERM: 'this user may not write to it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk quota is used up',
  ENOENT: 'it cannot be made there',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in circles',
};

/** Makes the folder if it is missing, and tries to write to it. Throws `config.data_folder_unusable`, which says why it cannot. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    rmdirSync(mkdtempSync(join(folder, '.written-')));
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    const why = Object.hasOwn(WHY, code) ? WHY[code] : undefined;
    throw why === undefined ? error : unusable(folder, `${why} (${code})`, error);
  }
}

/** With those above it. Node's own way of doing that never ends where nothing can be made, as in /proc. */
function makeFolder(folder: string, hasParent = false): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || hasParent) throw error;
    makeFolder(dirname(folder));
    makeFolder(folder, true);
  }
}

function unusable(folder: string, why: string, cause?: unknown): SyncError {
  return new SyncError('config.data_folder_unusable', `The data folder ${folder} cannot be used: ${why}`, {
    cause,
  });
}
