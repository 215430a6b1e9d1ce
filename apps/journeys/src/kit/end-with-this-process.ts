import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

export interface Guard {
  /** What was guarded has ended in order. */
  release(): void;
}

/** Ends the process `pid` when this one ends in whatever way: a shell waits for the end of its input, which comes then. */
export function endWithThisProcess(pid: number, signal: 'KILL' | 'QUIT' = 'KILL'): Guard {
  const script = `cat >/dev/null; kill -${signal} "$0" 2>/dev/null`;
  const shell = spawn('sh', ['-c', script, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as Socket).unref();
  return { release: () => void shell.kill('SIGKILL') };
}
