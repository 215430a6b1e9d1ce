import { readdir, readFile } from 'node:fs/promises';

/** What Linux counts processor time in, whatever the machine. */
const TICKS_A_SECOND = 100;

/** Seconds of processor time that a process and its children have used; those of children that ended are not counted. */
export async function processorSeconds(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const times = await Promise.all(pids.map(timesOf));
  const ours = times.filter((each) => each !== undefined && (each.pid === pid || each.parent === pid));
  return ours.reduce((sum, each) => sum + (each?.ticks ?? 0), 0) / TICKS_A_SECOND;
}

interface Times {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** proc(5): after the name in brackets come state, parent and, at places 14 and 15, user and system time. */
async function timesOf(pid: string): Promise<Times | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}
