import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { API_KEY_BYTES, composeApiKey, prefixOfKey, SyncError } from '@evenkeel/domain';

/**
 * The key in `path`, with which its readers administer the installation; makes one that only this user can read if there
 * is none. Throws `config.data_folder_unusable` where the file cannot be had.
 */
export function keepOwnerKeyFile(path: string): string {
  try {
    // What is mounted may be in a folder that is not written to.
    if (!existsSync(path)) makeKeyFile(path);
    const key = readFileSync(path, 'utf8').trim();
    if (prefixOfKey(key) !== undefined) return key;
  } catch (error) {
    const { message } = error as Error;
    throw new SyncError(
      'config.data_folder_unusable',
      `The file of the owner key cannot be used: ${message}`,
      {
        cause: error,
      },
    );
  }
  throw new SyncError('config.data_folder_unusable', `${path} does not hold an API key`);
}

/** It is there with its key in it, or not at all: another replica may look at the same moment. */
function makeKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const made = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const file = openSync(made, 'wx', 0o600);
  try {
    writeSync(file, `${newKey()}\n`);
    fsyncSync(file);
    linkSync(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    unlinkSync(made);
  }
}

function newKey(): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url');
  return composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
}
