import { readdir, readFile } from 'node:fs/promises';

/** What Linux counts processor time in, whatever the machine. */
const TICKS_A_SECOND = 100;

/** Seconds of processor time that a process and its children have used, those that have ended included. */
export async function processorSeconds(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(timesOf))).filter((times) => times !== undefined);
  const ticks = all.map((times) => {
    if (times.pid === pid) return times.own + times.ofEndedChildren;
    return times.parent === pid ? times.own : 0;
  });
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_A_SECOND;
}

interface Times {
  readonly pid: number;
  readonly parent: number;
  readonly own: number;
  readonly ofEndedChildren: number;
}

/** proc(5): behind the name in brackets come the state, the parent, and from place 11 on user and system times. */
async function timesOf(pid: string): Promise<Times | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const sum = (first: number) => Number(fields[first]) + Number(fields[first + 1]);
  return { pid: Number(pid), parent: Number(fields[1]), own: sum(11), ofEndedChildren: sum(13) };
}
