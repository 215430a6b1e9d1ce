import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSecretKey, holdsWrapped, KeyCommandFailure, unwrapKeys, wrapKey } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-key-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o700);
  return path;
}
/** Stands for a key service: what it wraps is turned round. */
const service = script(
  'service',
  'test "$1" = --of && shift 2; case "$1" in wrap|unwrap) rev;; *) exit 9;; esac',
);

it('gets back what it wrapped, and leaves keys alone that are not wrapped', () => {
  const [one, two] = [generateSecretKey(), generateSecretKey()];
  const wrapped = wrapKey(one, `${service} --of us`);
  expect(wrapped).toMatch(/^wrapped:/);
  expect(wrapped).not.toContain(one);
  expect([holdsWrapped(wrapped), holdsWrapped(two)]).toEqual([true, false]);
  expect(unwrapKeys(`${wrapped}, ${two}`, `${service} --of us`)).toBe(`${one},${two}`);
});

it.each([
  ['fails', 'exit 3', 'ended with 3'],
  ['prints nothing', 'exit 0', 'printed no key'],
  ['prints more than a key', 'echo a b', 'printed no key'],
])('says so where the command %s', (name, body, said) => {
  const command = script(name.replaceAll(' ', '-'), body);
  expect(() => unwrapKeys('wrapped:secret', command)).toThrow(KeyCommandFailure);
  expect(() => unwrapKeys('wrapped:secret', command)).toThrow(said);
  expect(() => unwrapKeys('wrapped:secret', command)).not.toThrow('secret');
});

it('says so where there is no such command', () => {
  expect(() => unwrapKeys('wrapped:x', join(folder, 'none'))).toThrow('ENOENT');
});
