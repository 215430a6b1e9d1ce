import { CommanderError, type Command } from 'commander';
import type { CliEnvironment } from './env.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { CliFailure } from './failure.js';
import { buildProgram } from './program.js';
import { gated } from './terminal/printing-gate.js';
import type { Terminal } from './terminal/terminal.js';

/** Runs one command line to its end. Never rejects: whatever goes wrong is told to the terminal and in the exit code. */
export async function runCli(
  given: readonly string[],
  plain: Terminal,
  readEnvironment: () => CliEnvironment,
): Promise<ExitCode> {
  const terminal = gated(plain);
  let code: ExitCode = EXIT.ok;
  const program = buildProgram({ terminal, readEnvironment, finish: (finished) => (code = finished) });
  for (const command of withSubcommands(program)) speakThrough(command, terminal);
  try {
    await program.parseAsync([...given], { from: 'user' });
    return code;
  } catch (error) {
    return tell(error, terminal, given.includes('--json'));
  }
}

function speakThrough(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => linesOf(text).forEach((line) => terminal.print(line)),
    writeErr: (text) => linesOf(text).forEach((line) => terminal.note(line)),
  });
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function tell(error: unknown, terminal: Terminal, json: boolean): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has said it already. Asking for help or the version is no mistake, leaving out the command is.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  const failure = error instanceof CliFailure ? error : unforeseen(error);
  const { message, remedy, code, details, exitCode } = failure;
  terminal.redraw('');
  if (json) terminal.print(JSON.stringify({ error: { code, message, remedy, details } }));
  else {
    terminal.note(message);
    for (const detail of details) terminal.note(`  ${detail}`);
    terminal.note(`  remedy: ${remedy}`);
  }
  return exitCode;
}

function unforeseen(error: unknown): CliFailure {
  return new CliFailure(
    `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    'Try again; if it happens again, report it with the command you gave.',
    EXIT.failed,
    'cli.unexpected',
  );
}
