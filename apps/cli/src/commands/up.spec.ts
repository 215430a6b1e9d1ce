import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { up } from './up.js';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-up-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

it.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [70, 1],
])('ends as what it started ends: %p becomes %p', async (childCode, code) => {
  expect(await up(script('end.cjs', 'process.exitCode = Number(process.argv[2])'), [String(childCode)])).toBe(
    code,
  );
});

it('hands what follows on, and waits for a clean stop when it is told to end', async () => {
  const told = join(folder, 'told.txt');
  const waiting = script(
    'wait.cjs',
    `const { writeFileSync } = require('node:fs');
     const timer = setInterval(() => undefined, 1000);
     process.on('SIGTERM', () => {
       writeFileSync(process.argv[2], process.argv.slice(3).join(' '));
       clearInterval(timer);
     });`,
  );
  const ended = up(waiting, [told, '--no-demo', '--port', '0']);
  await new Promise((resolve) => setTimeout(resolve, 500));
  process.emit('SIGTERM');
  expect(await ended).toBe(0);
  expect(readFileSync(told, 'utf8')).toBe('--no-demo --port 0');
});

it('says what to do when there is nothing to start', async () => {
  await expect(up(join(folder, 'missing.js'), [])).rejects.toMatchObject({
    remedy: expect.stringContaining('npm run build') as string,
  });
});
