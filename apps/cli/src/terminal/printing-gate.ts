import { printable } from '@evenkeel/contracts-admin';
import type { Terminal } from './terminal.js';

/**
 * The one way to a terminal: what comes from a provider (names, messages, ids) may hold what moves the cursor, renames the window or
 * turns the text round, and is shown instead of done. Our own texts of several lines are several lines.
 */
export function gated(terminal: Terminal): Terminal {
  return {
    print: (line) => terminal.print(printable(line)),
    note: (line) => terminal.note(printable(line)),
    redraw: (line) => terminal.redraw(printable(line)),
    readAll: () => terminal.readAll(),
    interactive: terminal.interactive,
    columns: terminal.columns,
    get interrupted() {
      return terminal.interrupted;
    },
  };
}
