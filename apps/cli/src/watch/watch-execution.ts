import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionView, TriggerView } from '@evenkeel/contracts-admin';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-code.js';
import { AdminUnreachable, CliFailure } from '../failure.js';
import { describeProblems } from '../show/execution.js';
import { progressLine, rateOf, type ProgressSample } from '../show/progress.js';

const POLL_MS = 250;
/** A line for a log: often enough to see that it moves. What is told once a second comes a little sooner at times. */
const PLAIN_LINE_MS = 950;
/** How long the admin API may be away (a restart, a deploy) before we stop waiting for it. */
const PATIENCE_MS = 10 * 60_000;
/** Two for each cause. */
const LINES_OF_PROBLEMS = 10;

/** Waits until a request for a run was answered. */
export async function watchTrigger(context: CommandContext, accepted: TriggerView): Promise<TriggerView> {
  const ask = () => context.api.call('showTrigger', { trigger: accepted.id });
  let trigger = accepted;
  while (trigger.state === 'accepted') {
    drawWaiting(context, waitLine(trigger));
    const later = `evenkeel executions list --job ${accepted.jobId}`;
    await pause(context, later);
    trigger = await persist(context, ask, later);
  }
  return trigger;
}

/** What a request for a run waits for. */
export function waitLine({ waitsFor }: Pick<TriggerView, 'waitsFor'>): string {
  switch (waitsFor) {
    case 'engine_stopped':
      return 'the engine is stopped: the run begins once it is started';
    case 'connection_stopped':
      return 'the connection is stopped: the run begins once it is started';
    case 'pairing':
      return 'which records of both sides are one is to be approved first: `evenkeel plan list` shows the plan, a run of the whole job makes one';
    default:
      return 'waiting for the run to begin';
  }
}

/** Shows the progress of an execution until it has ended, or waits for a person. */
export async function watchExecution(context: CommandContext, id: string): Promise<ExecutionView> {
  const later = `evenkeel executions watch ${id}`;
  const progress = new ProgressLine(context);
  for (;;) {
    const ended = await persist(context, () => followToEnd(context, id, progress), later);
    if (ended !== undefined) {
      context.terminal.redraw('');
      return ended;
    }
    // Its server is being stopped, or started anew.
    await pause(context, later);
  }
}

/** Undefined: the stream ended, and the execution did not. */
async function followToEnd(
  { api, terminal }: CommandContext,
  id: string,
  progress: ProgressLine,
): Promise<ExecutionView | undefined> {
  const { interrupted: signal } = terminal;
  for await (const { event, data } of api.follow(
    'listExecutionEvents',
    { execution: id, type: 'sync' },
    { signal },
  )) {
    if (event !== 'progress') continue;
    const execution = api.answerOf('showExecution', data);
    // Nothing goes on until a person has decided.
    if (execution.ended || execution.status === 'awaiting_approval') return execution;
    progress.show(execution);
  }
  return undefined;
}

/** How far a run is: drawn again and again for a person, a line a second for a log, nothing for a machine. */
class ProgressLine {
  private readonly samples: ProgressSample[] = [];
  private lastLineMs = -Infinity;

  constructor(private readonly context: CommandContext) {}

  show(execution: ExecutionView): void {
    const { terminal, json, quiet } = this.context;
    if (json || quiet === true) return;
    const nowMs = performance.now();
    this.samples.push({ atMs: nowMs, processed: execution.progress.processed });
    const line = progressLine(execution, rateOf(this.samples));
    if (terminal.interactive) terminal.redraw(line);
    else if (nowMs - this.lastLineMs >= PLAIN_LINE_MS) {
      terminal.note(line);
      this.lastLineMs = nowMs;
    }
  }
}

/** The first records that could not be applied, for the end of a run that had some. */
export async function firstProblems(
  { api }: CommandContext,
  { id, receipt }: Pick<ExecutionView, 'id' | 'receipt'>,
): Promise<readonly string[]> {
  if (receipt.failed === 0) return [];
  const { items } = await api.call('listOutcomes', { execution: id, limit: 100 });
  const problems = describeProblems(items).slice(0, LINES_OF_PROBLEMS);
  return problems.length === 0 ? [] : ['  first problems:', ...problems];
}

/** Asks again while the admin API is away for a moment: the run goes on without it. */
async function persist<Answer>(
  context: CommandContext,
  ask: () => Promise<Answer>,
  later: string,
): Promise<Answer> {
  const startedMs = performance.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      // What Ctrl-C ended is told by the pause.
      if (!(error instanceof AdminUnreachable)) throw error;
      if (context.terminal.interrupted.aborted) await pause(context, later);
      if (performance.now() - startedMs > PATIENCE_MS) {
        const remedy = `${error.remedy} Then watch it again with \`${later}\`.`;
        throw new CliFailure(
          `${error.message}; the run itself goes on without it`,
          remedy,
          EXIT.failed,
          error.code,
        );
      }
      drawWaiting(context, 'the admin API does not answer, waiting for it');
      await pause(context, later);
    }
  }
}

function drawWaiting({ terminal, json, quiet }: CommandContext, line: string): void {
  if (!json && quiet !== true && terminal.interactive) terminal.redraw(line);
}

async function pause({ terminal }: CommandContext, later: string): Promise<void> {
  try {
    await sleep(POLL_MS, undefined, { signal: terminal.interrupted });
  } catch {
    terminal.redraw('');
    throw new CliFailure(
      'Stopped watching; the run itself goes on',
      `See how it fares with \`${later}\`, or stop it with \`evenkeel cancel\`.`,
      EXIT.interrupted,
      'cli.interrupted',
    );
  }
}
