import { readCommandLine, USAGE, type CommandLine } from './command-line.js';
import { findSoonest } from './find-soonest.js';
import { keepNoticed } from './keep-noticed.js';
import { playSeeds } from './play-seeds.js';
import { replay } from './replay.js';

/** Exit codes: 0 as hoped for, 1 not, 2 wrong usage. */
async function main(): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return 2;
  }
  if (commandLine.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (commandLine.soonest) return findSoonest(commandLine);
  if (commandLine.notice) return keepNoticed(commandLine.without, commandLine.lanes);
  return commandLine.replay === undefined ? playSeeds(commandLine) : replay(commandLine.replay);
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
