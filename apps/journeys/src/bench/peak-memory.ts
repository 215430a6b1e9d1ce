import { readFile } from 'node:fs/promises';

/** The most memory a process ever held, in megabytes. Linux tells it; elsewhere there is no such figure. */
export async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
