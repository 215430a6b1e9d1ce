import { readFileSync } from 'node:fs';

/**
 * Numbers of the system calls in which a server process waits for an event: `epoll_wait` and its relatives. A process that waits
 * there for a heavyweight lock, or for its client, holds no lightweight lock. Elsewhere (in user mode, or on the futex of another
 * lightweight lock) it may hold one that every commit of the server needs.
 */
const EVENT_WAITS: Partial<Record<NodeJS.Architecture, readonly number[]>> = {
  x64: [232, 281, 441],
  arm64: [22, 441],
};
const POLL_MS = 0.2;

/** A process of the test database that did not come to wait where it could be stopped. */
export class NeverWaited extends Error {}

/**
 * Stops the processes while they wait for an event, and nowhere else: where one was stopped is looked at after the signal has arrived,
 * and if that was another place it goes on for a moment and is stopped again. Throws {@link NeverWaited} after `withinMs`: then none is.
 */
export function stopWhileTheyWait(pids: readonly number[], withinMs: number): void {
  const deadline = performance.now() + withinMs;
  let left = pids;
  while (left.length > 0 && performance.now() < deadline) {
    for (const pid of left) process.kill(pid, 'SIGSTOP');
    // All of them need a processor for that: they are waited for together.
    while (!left.every(isStopped) && performance.now() < deadline) pause(POLL_MS);
    left = left.filter((pid) => !(isStopped(pid) && waitsForEvent(pid)));
    for (const pid of left) goOn(pid);
    if (left.length > 0) pause(POLL_MS);
  }
  const [last] = left;
  if (last === undefined) return;
  const state = describeProcess(last);
  for (const pid of pids) goOn(pid);
  throw new NeverWaited(`Process ${last} never waited where it can be stopped, last ${state}`);
}

/** One that has ended in the meantime needs no more. */
export function goOn(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error;
  }
}

/**
 * Whether this machine tells where a process was stopped. Linux does, to the user that the process runs as and to root; hardened
 * kernels (`kernel.yama.ptrace_scope` 1 and above) only to processes that it descends from.
 */
export function canBeStopped(pid: number): boolean {
  return EVENT_WAITS[process.arch] !== undefined && systemCallOf(pid) !== undefined;
}

/** Its state as the kernel tells it, for a person. */
export function describeProcess(pid: number): string {
  const state = stateOf(pid);
  if (state === undefined) return 'gone, or not told by this system';
  const call = systemCallOf(pid) ?? 'not told';
  const where = call === '-1' ? 'in user mode' : `in system call ${call}`;
  return `state ${state}${state === 'R' ? '' : ` ${where}`}`;
}

/** Whether it is certain that the process does not wait for an event; false where this system does not tell. */
export function isAtWork(pid: number): boolean {
  const call = systemCallOf(pid);
  return call !== undefined && EVENT_WAITS[process.arch]?.includes(Number(call)) === false;
}

function isStopped(pid: number): boolean {
  return stateOf(pid) === 'T';
}

function waitsForEvent(pid: number): boolean {
  return EVENT_WAITS[process.arch]?.includes(Number(systemCallOf(pid))) ?? false;
}

function stateOf(pid: number): string | undefined {
  // The name before it may hold anything, a parenthesis too.
  return read(pid, 'stat')?.replace(/^.*\) /s, '')[0];
}

/** Its number, `-1` in user mode, `running`; undefined if this is not told. */
function systemCallOf(pid: number): string | undefined {
  return read(pid, 'syscall')?.split(' ')[0]?.trim();
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Blocks the thread: while processes are stopped nothing else may happen here. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
