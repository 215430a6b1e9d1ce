import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionView, TriggerView } from '@evenkeel/contracts-admin';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-code.js';
import { AdminUnreachable, CliFailure } from '../failure.js';
import { describeProblems } from '../show/execution.js';
import { progressLine, rateOf, type ProgressSample } from '../show/progress.js';

const POLL_MS = 250;
/** A line for a log: often enough to see that it moves. */
const PLAIN_LINE_MS = 1000;
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
  const { api, terminal, json } = context;
  const samples: ProgressSample[] = [];
  let lastLineMs = -Infinity;
  for (;;) {
    const ask = () => api.call('showExecution', { execution: id });
    const execution = await persist(context, ask, `evenkeel executions watch ${id}`);
    // Nothing goes on until a person has decided.
    if (execution.ended || execution.status === 'awaiting_approval') {
      terminal.redraw('');
      return execution;
    }
    const nowMs = performance.now();
    samples.push({ atMs: nowMs, processed: execution.progress.processed });
    const line = progressLine(execution, rateOf(samples));
    if (!json && terminal.interactive) terminal.redraw(line);
    else if (!json && nowMs - lastLineMs >= PLAIN_LINE_MS) {
      terminal.note(line);
      lastLineMs = nowMs;
    }
    await pause(context, `evenkeel executions show ${id}`);
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
      if (!(error instanceof AdminUnreachable)) throw error;
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

function drawWaiting({ terminal, json }: CommandContext, line: string): void {
  if (!json && terminal.interactive) terminal.redraw(line);
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
