import { describeProblem, printable } from '@evenkeel/domain';
import type { Logger } from '@evenkeel/ports';
import { WrongEnvironment } from '../environment/variables.js';
import { keepHeapSmall } from './keep-heap-small.js';
import { logWhatNodeSays } from './log-what-node-says.js';

const STOP_DEADLINE_MS = 10_000;
/** One Ctrl-C comes several times: from the terminal, and from each parent that hands it on. */
const SAME_WISH_MS = 1_000;
const STOPPING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const EXIT_CODES = { stopped: 0, failed: 1, usage: 2 } as const;

/** What a process runs, as its signals need to know it. */
export interface Running {
  readonly log: Logger;
  /** Resolves once nothing is left to be done. */
  stop(): Promise<void>;
}

/**
 * Runs a process from start to exit: a wrong environment ends it with 2, a failure with 1. A first SIGINT, SIGTERM or
 * SIGHUP stops it in order within ten seconds, also while it starts; one that comes more than a second later
 * ends it at once.
 */
export function runProcess(start: () => Promise<Running>): void {
  keepHeapSmall();
  outliveReaders();
  const starting = start();
  // A start that fails is told below; a signal has nothing to stop then.
  stopOnSignals(() => starting);
  starting.then(({ log }) => logWhatNodeSays(log), endFailedStart);
}

function endFailedStart(error: unknown): void {
  const wrongEnvironment = error instanceof WrongEnvironment;
  tell(wrongEnvironment ? error.message : asLines(error));
  process.exit(wrongEnvironment ? EXIT_CODES.usage : EXIT_CODES.failed);
}

/** Ends a process that cannot go on: says why at once, stops what can be stopped, and exits as failed. */
export async function endWith(reason: unknown, stop: () => Promise<void>): Promise<void> {
  tell(asLines(reason));
  const late = new Promise((resolve) => setTimeout(resolve, STOP_DEADLINE_MS));
  await Promise.race([stop().catch(() => undefined), late]);
  process.exit(EXIT_CODES.failed);
}

function stopOnSignals(starting: () => Promise<Running>): void {
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (firstAt !== undefined) {
      if (now - firstAt > SAME_WISH_MS) process.exit(EXIT_CODES.failed);
      return;
    }
    firstAt = now;
    void stopWithin(starting(), signal).then((code) => process.exit(code));
  };
  for (const signal of STOPPING_SIGNALS) process.on(signal, onSignal);
}

/** Stops in order, or gives up after ten seconds: rows bring back what was cut off. Resolves with the exit code. */
export async function stopWithin(
  starting: Running | Promise<Running>,
  why: string,
  deadlineMs = STOP_DEADLINE_MS,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), deadlineMs);
  });
  try {
    const outcome = await Promise.race([stop(starting, why), late]);
    if (outcome !== LATE) return EXIT_CODES.stopped;
    tell(`Not stopped in order after ${deadlineMs} ms: what was cut off goes on at the next start.`);
    return EXIT_CODES.failed;
  } catch (error) {
    tell(`Not stopped in order: ${asLines(error)}`);
    return EXIT_CODES.failed;
  } finally {
    clearTimeout(timer);
  }
}

const LATE = Symbol('late');

async function stop(starting: Running | Promise<Running>, why: string): Promise<void> {
  const running = await starting;
  running.log.info('stopping', { why });
  await running.stop();
  running.log.info('stopped');
}

function asLines(error: unknown): string {
  const { code, message, remedy } = describeProblem(error);
  const stack = code === 'system.unexpected' && error instanceof Error ? `\n${error.stack}` : '';
  return `${code}: ${message}\n  ${remedy}${stack}`;
}

/** Where the reader of what is printed has gone (`| head`), the work goes on. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** On stderr, each line as it can be shown. */
function tell(text: string): void {
  process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`);
}
