import { runCli } from '../run-cli.js';
import type { Terminal } from '../terminal/terminal.js';

/** What a person saw of one command line. */
export interface Seen {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Lines that were drawn over each other. */
  readonly drawn: readonly string[];
}

export interface Typing {
  readonly url?: string;
  readonly token?: string;
  readonly contextsFile?: string;
  readonly stdin?: string;
  readonly interactive?: boolean;
  readonly columns?: number;
  readonly interrupted?: AbortSignal;
  /** Called with each line of the result. */
  readonly onPrint?: (line: string) => void;
  /** Called with each line drawn or noted. */
  readonly onMovement?: (line: string) => void;
}

/** Runs a command line as `main.ts` does, in this process. */
export async function typeIn(given: readonly string[], typing: Typing): Promise<Seen> {
  const out: string[] = [];
  const err: string[] = [];
  const drawn: string[] = [];
  const { url, stdin = '', interactive = false, columns, onMovement = () => undefined } = typing;
  const terminal: Terminal = {
    print: (line) => {
      out.push(line);
      typing.onPrint?.(line);
    },
    note: (line) => {
      err.push(line);
      onMovement(line);
    },
    interactive,
    columns,
    redraw: (line) => {
      if (line === '') return;
      drawn.push(line);
      onMovement(line);
    },
    readAll: async () => stdin,
    interrupted: typing.interrupted ?? new AbortController().signal,
  };
  const code = await runCli(given, terminal, () => ({
    ...(url === undefined ? {} : { url }),
    ...(typing.token === undefined ? {} : { token: typing.token }),
    ...(typing.contextsFile === undefined ? {} : { contextsFile: typing.contextsFile }),
  }));
  return { code, out: out.join('\n'), err: err.join('\n'), drawn };
}
