import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describeProcess } from './server-process.js';
import { Standstill } from './standstill.js';

const WAITING = `console.log('begun'); setInterval(() => undefined, 60_000)`;
const isStopped = (pid: number) => describeProcess(pid).startsWith('state T');

(process.platform === 'linux' ? describe : describe.skip)('sessions that wait for locks', () => {
  const children: ChildProcess[] = [];
  const session = async (askedAt: number) => {
    const child = spawn(process.execPath, ['-e', WAITING], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await once(child.stdout, 'data');
    return { pid: child.pid!, askedAt, state: 'asked' };
  };
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('go on one after the other, in the order in which they came; one that is stuck again comes last', async () => {
    const [later, earlier] = [await session(2), await session(1)];
    const standstill = new Standstill();
    standstill.stop([later, earlier]);
    expect([isStopped(earlier.pid), isStopped(later.pid)]).toEqual([true, true]);
    expect(standstill.letNextGoOn()).toBe(true);
    expect([isStopped(earlier.pid), isStopped(later.pid)]).toEqual([false, true]);
    expect(standstill.letNextGoOn()).toBe(true);
    expect([isStopped(earlier.pid), isStopped(later.pid)]).toEqual([true, false]);
    later.state = 'answered';
    expect(standstill.letNextGoOn()).toBe(true);
    expect(isStopped(earlier.pid)).toBe(false);
    expect(standstill.letNextGoOn()).toBe(false);
  });

  it('go on out of turn once they were answered all the same', async () => {
    const answered = await session(1);
    const standstill = new Standstill();
    standstill.stop([answered]);
    standstill.unblock(answered);
    expect([isStopped(answered.pid), standstill.has(answered)]).toEqual([false, false]);
    expect(standstill.letNextGoOn()).toBe(false);
  });
});
