import type { Logger } from '@evenkeel/ports';

/** Puts Node's own warnings, and the error that ends a process, into the log in its format. */
export function logWhatNodeSays(log: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => log.warn('node warns', { warning: name, message }));
  // Only told here: the process ends as it would have, and is started again.
  process.on('uncaughtExceptionMonitor', (error) =>
    log.error('ending: an error that nobody caught', { error }),
  );
}
