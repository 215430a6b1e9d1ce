import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { isAlive, markOf } from './living-process.js';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A process that has ended and that its parent never collects. */
async function zombie(): Promise<number> {
  const parent = spawn('bash', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(parent);
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  await new Promise((resolve) => setTimeout(resolve, 200));
  return Number(said.toString());
}

it('is the process that was marked', () => {
  expect(isAlive(markOf(process.pid))).toBe(true);
  expect(isAlive({ pid: process.pid })).toBe(true);
});

it('is none that has ended, also where its parent never collected it', async () => {
  const pid = await zombie();
  expect(() => process.kill(pid, 0)).not.toThrow();
  expect(isAlive({ pid })).toBe(false);
  const child = spawn('sleep', ['60']);
  const mark = markOf(child.pid!);
  expect(isAlive(mark)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(mark)).toBe(false);
});

it('is none that has the number of the one that was marked', () => {
  expect(isAlive({ pid: process.pid, startedAt: '1' })).toBe(false);
});
