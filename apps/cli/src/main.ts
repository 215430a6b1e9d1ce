import { readEnvironment } from './env.js';
import { runCli } from './run-cli.js';
import { processTerminal } from './terminal/process-terminal.js';

void runCli(process.argv.slice(2), processTerminal(), readEnvironment).then((code) => {
  process.exitCode = code;
});
