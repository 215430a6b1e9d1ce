import { execFile } from 'node:child_process';
import { surroundings } from './env.js';
import { root } from './repository.js';

/** What a person saw of one command line. */
export interface SeenCommand {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process of its own, as a person would. */
export function typeCommand(url: string, given: readonly string[]): Promise<SeenCommand> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...surroundings.inherited, EVENKEEL_URL: url } };
    execFile(process.execPath, ['apps/cli/dist/main.js', ...given], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out: out.trimEnd(), err: err.trimEnd() });
    });
  });
}
