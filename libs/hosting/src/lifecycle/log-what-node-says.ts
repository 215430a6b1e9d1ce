import type { Logger } from '@evenkeel/ports';

/** kafkajs computes a time that has passed already; Node then waits a millisecond, which is what was meant. */
const HARMLESS_WARNINGS = ['TimeoutNegativeWarning'];

/** Puts Node's own warnings, and the error that ends a process, into the log in its format. */
export function logWhatNodeSays(log: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (!HARMLESS_WARNINGS.includes(name)) log.warn('node warns', { warning: name, message });
  });
  // Only told here: the process ends as it would have, and is started again.
  process.on('uncaughtExceptionMonitor', (error) =>
    log.error('ending: an error that nobody caught', { error }),
  );
}
