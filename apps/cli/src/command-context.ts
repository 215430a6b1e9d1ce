import type { Command } from 'commander';
import { userInfo } from 'node:os';
import { AdminApi } from './api/admin-api.js';
import { readContexts } from './contexts/contexts-file.js';
import { targetOf, type Target } from './contexts/target.js';
import { parseUrl, type CliEnvironment } from './env.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Terminal } from './terminal/terminal.js';

export interface GlobalOptions {
  readonly url?: string;
  readonly context?: string;
  readonly json?: boolean;
}

/** All that a command knows of its surroundings. */
export interface CommandContext {
  readonly api: AdminApi;
  readonly terminal: Terminal;
  /** Results for machines: one JSON document in one line on stdout. */
  readonly json: boolean;
  /** Nothing is shown while something is waited for. */
  readonly quiet?: boolean;
}

export interface CliSurroundings {
  readonly terminal: Terminal;
  /** Throws a usage failure when it is wrong: asking for help must work all the same. */
  readonly readEnvironment: () => CliEnvironment;
  /** Told the exit code of the command that ran. */
  readonly finish: (code: ExitCode) => void;
}

type Action<Arguments extends readonly unknown[]> = (
  context: CommandContext,
  ...given: Arguments
) => Promise<ExitCode | void>;

/** Makes an action of commander from a function that gets the context and gives its exit code (none: it went well). */
export function action<Arguments extends readonly unknown[]>(
  { terminal, readEnvironment, finish }: CliSurroundings,
  run: Action<Arguments>,
): (...given: [...Arguments, Command]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const { json, ...wished } = command.optsWithGlobals<GlobalOptions>();
    const { url, token } = goesTo(wished, readEnvironment());
    const context: CommandContext = {
      // Who is at the keyboard, for the trail.
      api: new AdminApi(url, `cli:${userInfo().username}`, token),
      terminal,
      json: json === true,
    };
    finish((await run(context, ...(given.slice(0, -1) as unknown as Arguments))) ?? EXIT.ok);
  };
}

function goesTo({ url, context }: GlobalOptions, environment: CliEnvironment): Target {
  return targetOf(
    {
      url: url === undefined ? undefined : parseUrl('--url', url),
      context,
      environmentUrl: environment.url,
      environmentToken: environment.token,
    },
    readContexts(environment.contextsFile),
  );
}

/** Shows a result: to machines as it is, to people as the lines that `describe` makes of it. */
export function show<Result>(
  { json, terminal }: CommandContext,
  result: Result,
  describe: (result: Result) => readonly string[],
): void {
  if (json) terminal.print(JSON.stringify(result));
  else for (const line of describe(result)) terminal.print(line);
}
