import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { HELP, readArguments, WrongArguments, type StandaloneArguments } from './arguments.js';

// Beside the code, whose trust it shares. Halves the time to the first record from the second start on.
enableCompileCache(join(__dirname, '../../../node_modules/.cache/evenkeel'));

const USAGE = 2;

async function main(options: StandaloneArguments): Promise<void> {
  const { Screen } = await import('./demo/screen.js');
  const screen = new Screen(options.json ? process.stderr : process.stdout);
  screen.line(`Evenkeel starts: database, services${options.demo ? ', sandbox provider' : ''} ...`);
  // Loaded only now: something is on the screen before the frameworks are.
  await import('reflect-metadata');
  const { runProcess } = await import('@evenkeel/hosting');
  const { runStandalone } = await import('./standalone.js');
  runProcess(() => runStandalone(options, screen));
}

try {
  const options = readArguments(process.argv.slice(2));
  if (options.help) process.stdout.write(`${HELP}\n`);
  else void main(options);
} catch (error) {
  if (!(error instanceof WrongArguments)) throw error;
  process.stderr.write(`${error.message}\n\n${HELP}\n`);
  process.exitCode = USAGE;
}
