import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { endWithThisProcess, type Guard } from '../kit/end-with-this-process.js';
import { eventually } from '../kit/eventually.js';

export interface ForeignOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** Answers 2xx when it is ready. */
  readonly ready: string;
  readonly logFile: string;
}

/** A program that is not ours, on loopback. Dies with the journey. */
export class ForeignProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly guard: Guard,
  ) {}

  static async start({ program, args, ready, logFile }: ForeignOptions): Promise<ForeignProcess> {
    const log = openSync(logFile, 'a');
    const child = spawn(program, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    await once(child, 'spawn');
    child.unref();
    const started = new ForeignProcess(child, endWithThisProcess(child.pid ?? 0));
    const isReady = async () => {
      if (child.exitCode !== null) return 'gone';
      return (await fetch(ready)).ok && 'ready';
    };
    if ((await eventually(`${program} answers`, isReady, 60_000)) === 'gone')
      throw new Error(`${program} ended: ${readFileSync(logFile, 'utf8').slice(-1000)}`);
    return started;
  }

  async stop(): Promise<void> {
    this.child.ref();
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
    this.guard.release();
  }
}
