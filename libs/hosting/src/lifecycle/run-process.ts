import { describeProblem } from '@evenkeel/domain';
import type { Logger } from '@evenkeel/ports';
import { WrongEnvironment } from '../environment/variables.js';

const STOP_DEADLINE_MS = 10_000;

export const EXIT_CODES = { stopped: 0, failed: 1, usage: 2 } as const;

/** What a process runs, as its signals need to know it. */
export interface Running {
  readonly log: Logger;
  /** Resolves once nothing is left to be done. */
  stop(): Promise<void>;
}

/**
 * Runs a process from start to exit: a wrong environment ends it with 2, a failure with 1. A first SIGINT or SIGTERM
 * stops it in order within ten seconds; a second one ends it at once.
 */
export function runProcess(start: () => Promise<Running>): void {
  start().then(stopOnSignals, (error: unknown) => {
    const wrongEnvironment = error instanceof WrongEnvironment;
    process.stderr.write(`${wrongEnvironment ? error.message : asLine(error)}\n`);
    process.exit(wrongEnvironment ? EXIT_CODES.usage : EXIT_CODES.failed);
  });
}

function stopOnSignals(running: Running): void {
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    signals += 1;
    if (signals > 1) process.exit(EXIT_CODES.failed);
    running.log.info('stopping', { signal });
    void stopWithin(running).then((code) => process.exit(code));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** Stops in order, or gives up after ten seconds: rows bring back what was cut off. Resolves with the exit code. */
export async function stopWithin(running: Running, deadlineMs = STOP_DEADLINE_MS): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stopped after ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    await Promise.race([running.stop(), late]);
    running.log.info('stopped');
    return EXIT_CODES.stopped;
  } catch (error) {
    running.log.error('not stopped in order', { error });
    return EXIT_CODES.failed;
  } finally {
    clearTimeout(timer);
  }
}

function asLine(error: unknown): string {
  const { code, message, remedy } = describeProblem(error);
  const stack = code === 'system.unexpected' && error instanceof Error ? `\n${error.stack}` : '';
  return `${code}: ${message}\n  ${remedy}${stack}`;
}
