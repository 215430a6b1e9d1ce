import { existsSync, readFileSync } from 'node:fs';

/** A process, told apart from a later one that has its number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it was started, in the words of the system; absent where the system does not tell. */
  readonly startedAt?: string | undefined;
}

export function markOf(pid: number): ProcessMark {
  return { pid, startedAt: statOf(pid)?.startedAt };
}

/**
 * Whether this very process runs. One that was killed and not yet collected by its parent (a zombie, for ever where the first
 * process of a container collects none) does not, and neither does another that has its number by now.
 */
export function isAlive({ pid, startedAt }: ProcessMark): boolean {
  const stat = statOf(pid);
  if (stat === undefined) return existsSync('/proc/self/stat') ? false : answers(pid);
  if (stat.state === 'Z' || stat.state === 'X') return false;
  return startedAt === undefined || stat.startedAt === startedAt;
}

/** State and start of a process (proc(5), /proc/PID/stat, fields 3 and 22); undefined where there is none, or no /proc. */
function statOf(pid: number): { readonly state: string; readonly startedAt: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before them stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt] = [fields[0], fields[19]];
    return state === undefined || startedAt === undefined ? undefined : { state, startedAt };
  } catch {
    return undefined;
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
