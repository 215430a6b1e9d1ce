import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder } from './data-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unusable = (why: RegExp) =>
  expect.objectContaining({
    code: 'config.data_folder_unusable',
    errorClass: 'config',
    message: expect.stringMatching(why) as string,
  }) as Error;
const preparing = (path: string) => {
  try {
    prepareDataFolder(path);
  } catch (error) {
    return error;
  }
  return undefined;
};

it('makes a folder that is missing, and leaves nothing in it', () => {
  prepareDataFolder(join(folder, 'a/b'));
  prepareDataFolder(join(folder, 'a/b'));
  expect(readdirSync(join(folder, 'a/b'))).toEqual([]);
});

it('says that it is a file', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(preparing(join(folder, 'file'))).toEqual(unusable(/is a file, not a folder/));
  expect(preparing(join(folder, 'file/below'))).toEqual(unusable(/a part of the path is a file/));
});

it('says that it cannot be written to', () => {
  // What even root may not write to.
  expect(preparing('/proc/evenkeel')).toEqual(
    unusable(/cannot be (used: it cannot be )?made there|may not write/),
  );
  if (process.getuid?.() === 0) return;
  mkdirSync(join(folder, 'closed'));
  chmodSync(join(folder, 'closed'), 0o500);
  expect(preparing(join(folder, 'closed'))).toEqual(unusable(/this user may not write to it/));
});
