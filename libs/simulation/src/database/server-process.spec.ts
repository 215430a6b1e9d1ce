import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { canBeStopped, describeProcess, goOn, NeverWaited, stopWhileTheyWait } from './server-process.js';

const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
/** Works in user mode for so long, then waits for so long, again and again. */
const alternating = (busyMs: number, waitingMs: number) => `
  const work = () => { const end = Date.now() + ${busyMs}; while (Date.now() < end); setTimeout(work, ${waitingMs}); };
  console.log('begun'); work();`;

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a process that is to stand still', () => {
  const children: ChildProcess[] = [];
  const start = async (program: string): Promise<number> => {
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await once(child.stdout, 'data');
    return child.pid!;
  };
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('is stopped while it waits for an event, and goes on', async () => {
    const pid = await start(alternating(0, 60_000));
    expect(canBeStopped(pid)).toBe(true);
    stopWhileTheyWait([pid], 10_000);
    expect(stateOf(pid)).toBe('T');
    expect(describeProcess(pid)).toMatch(/^state T in system call \d+$/);
    goOn(pid);
    expect(stateOf(pid)).not.toBe('T');
  });

  it('is never left stopped in the middle of its work', async () => {
    const pid = await start(alternating(20, 2));
    for (let time = 0; time < 20; time += 1) {
      stopWhileTheyWait([pid], 10_000);
      expect(describeProcess(pid)).not.toContain('in user mode');
      goOn(pid);
    }
  });

  it('goes on if it never waits, and so do all that were to be stopped with it', async () => {
    const waiting = await start(alternating(0, 60_000));
    const pid = await start(alternating(60_000, 0));
    expect(() => stopWhileTheyWait([waiting, pid], 200)).toThrow(NeverWaited);
    expect([stateOf(waiting), stateOf(pid)]).not.toContain('T');
  });

  it('may have ended in the meantime', async () => {
    const pid = await start(alternating(0, 60_000));
    const [child] = children;
    child!.kill('SIGKILL');
    await once(child!, 'exit');
    expect(canBeStopped(pid)).toBe(false);
    expect(() => goOn(pid)).not.toThrow();
  });
});
