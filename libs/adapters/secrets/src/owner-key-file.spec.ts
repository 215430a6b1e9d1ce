import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prefixOfKey } from '@evenkeel/domain';
import { keepOwnerKeyFile } from './owner-key-file.js';

const folder = mkdtempSync(join(tmpdir(), 'owner-key-'));

it('is made once, for this user alone, and nothing is left beside it', () => {
  const path = join(folder, 'made', 'owner-key');
  const key = keepOwnerKeyFile(path);
  expect(prefixOfKey(key)).toBeDefined();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toBe(`${key}\n`);
  expect(keepOwnerKeyFile(path)).toBe(key);
  expect(readdirSync(join(folder, 'made'))).toEqual(['owner-key']);
  expect(keepOwnerKeyFile(join(folder, 'another'))).not.toBe(key);
});

it('is taken from a file that was mounted, in a folder that is not written to', () => {
  const mounted = join(folder, 'mounted');
  mkdirSync(mounted);
  const key = keepOwnerKeyFile(join(folder, 'one'));
  writeFileSync(join(mounted, 'owner-key'), key);
  chmodSync(mounted, 0o500);
  expect(keepOwnerKeyFile(join(mounted, 'owner-key'))).toBe(key);
});

it('says what is the matter where it cannot be had, and never what the file holds', () => {
  writeFileSync(join(folder, 'wrong'), 'hunter2');
  expect(() => keepOwnerKeyFile(join(folder, 'wrong'))).toThrow(/wrong does not hold an API key$/);
  expect(() => keepOwnerKeyFile(join(folder, 'wrong', 'below'))).toThrow(
    expect.objectContaining({ code: 'config.data_folder_unusable' }),
  );
});
