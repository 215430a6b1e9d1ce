import { startTestDatabase } from '@evenkeel/adapter-postgres/testing';
import { Stage } from '../database/stage.js';
import { MECHANISMS } from '../mechanisms/mechanisms.js';
import { readCommandLine, USAGE, type CommandLine } from './command-line.js';
import { playSeeds, replay } from './play-seeds.js';

/** Exit codes: 0 as hoped for, 1 not, 2 wrong usage. */
async function main(): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return 2;
  }
  const database = await startTestDatabase();
  const stage = await Stage.open(database);
  const { without } = commandLine;
  const schema = without === undefined ? undefined : MECHANISMS[without].schema;
  if (schema !== undefined) await stage.alter(schema);
  try {
    return commandLine.replay === undefined
      ? await playSeeds(stage, commandLine)
      : await replay(stage, commandLine.replay);
  } finally {
    await stage.close();
    await database.drop();
  }
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
