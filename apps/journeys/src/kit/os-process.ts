import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { eventually } from './eventually.js';
import { surroundings } from './env.js';
import { endWithThisProcess, type Guard } from './end-with-this-process.js';
import { root } from './repository.js';

const STOP_WITHIN_MS = 20_000;
const LAST_WORDS = 20;

export interface ProgramOptions {
  /** Left out: this one. */
  readonly checkout?: string;
  /** Below the checkout. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Gets what the program writes, after what earlier lives of it wrote. */
  readonly logFile: string;
}

/** A Node program as a process of its own. Dies with the journey, however the journey ends. */
export class OsProcess {
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly guard: Guard;

  constructor(private readonly options: ProgramOptions) {
    const { checkout = root, program, args = [], env = {}, logFile } = options;
    const log = openSync(logFile, 'a');
    this.child = spawn(process.execPath, [program, ...args], {
      cwd: checkout,
      env: { ...surroundings.inherited, ...env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.guard = endWithThisProcess(this.pid);
    // A journey that fails half-way ends all the same.
    this.child.unref();
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.options.program} could not be started`);
    return this.child.pid;
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Null while it runs, and where a signal ended it. */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Resolves when `url` answers 2xx; rejects at once if the process ends before. */
  async untilAnswers(url: string, withinMs = 120_000): Promise<void> {
    await eventually(
      `${this.options.program} at ${url}`,
      async () => {
        if (this.hasExited) return 'gone';
        const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
        return 'ready';
      },
      withinMs,
    ).then(
      (state) => {
        if (state === 'gone') throw new Error(`${this.options.program} ended: ${this.lastWords()}`);
      },
      (error: unknown) => {
        throw new Error(`${String(error)}\n${this.lastWords()}`);
      },
    );
  }

  /** It stands still wherever it is, and does not know it. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** What `kill -9` does: no goodbye of any kind. */
  async kill9(): Promise<void> {
    this.child.ref();
    this.child.kill('SIGKILL');
    await this.exited;
    this.guard.release();
  }

  /** Asks it to end; gives its exit code, or null if it had to be killed. */
  async stop(): Promise<number | null> {
    this.child.ref();
    if (!this.hasExited) this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.exited;
    clearTimeout(late);
    this.guard.release();
    return this.child.exitCode;
  }

  private lastWords(): string {
    return readFileSync(this.options.logFile, 'utf8').trim().split('\n').slice(-LAST_WORDS).join('\n');
  }
}
