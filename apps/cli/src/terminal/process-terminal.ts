import { text } from 'node:stream/consumers';
import type { Terminal } from './terminal.js';

/** Some terminals say that they are 0 wide. */
const ASSUMED_COLUMNS = 80;
const ERASE_LINE = '\r\u001b[2K';

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const interruption = new AbortController();
  let drawn = false;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader of our output (`| head`) has seen enough.
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
  const erase = () => {
    if (drawn) stderr.write(ERASE_LINE);
    drawn = false;
  };
  return {
    print: (line) => {
      erase();
      stdout.write(`${line}\n`);
    },
    note: (line) => {
      erase();
      stderr.write(`${line}\n`);
    },
    interactive: stderr.isTTY === true,
    columns: stdout.isTTY ? stdout.columns || ASSUMED_COLUMNS : undefined,
    redraw: (line) => {
      erase();
      if (line === '') return;
      // A line that wraps could not be erased again.
      stderr.write(line.slice(0, (stderr.columns || ASSUMED_COLUMNS) - 1));
      drawn = true;
    },
    readAll: () => text(stdin),
    get interrupted() {
      // Only a command that looks at it takes Ctrl-C away from Node's own handling.
      if (process.listenerCount('SIGINT') === 0) process.once('SIGINT', () => interruption.abort());
      return interruption.signal;
    },
  };
}
