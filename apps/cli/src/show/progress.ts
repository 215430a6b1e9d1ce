import type { ExecutionView } from '@evenkeel/contracts-admin';
import { countText, durationText } from './text.js';

export interface ProgressSample {
  readonly atMs: number;
  readonly processed: number;
}

const BAR_WIDTH = 20;
const RATE_WINDOW_MS = 3000;

/** Records a second over the last seconds; undefined until there are two samples apart. */
export function rateOf(samples: readonly ProgressSample[]): number | undefined {
  const last = samples.at(-1);
  if (last === undefined) return undefined;
  const first = samples.find((sample) => sample.atMs >= last.atMs - RATE_WINDOW_MS);
  if (first === undefined || first.atMs === last.atMs) return undefined;
  return ((last.processed - first.processed) * 1000) / (last.atMs - first.atMs);
}

/** One line: what it does, how far it is, how fast, for how long. An unknown total is a question mark. */
export function progressLine(execution: ExecutionView, rate: number | undefined): string {
  const { phase, processed, total, percentage } = execution.progress;
  const doing = execution.status === 'running' ? phase : execution.status.replaceAll('_', ' ');
  const far = `${countText(processed)}/${total === null ? '?' : countText(total)} records`;
  const parts = [doing.padEnd(10), ...(percentage === null ? [] : [bar(percentage)]), far];
  if (rate !== undefined) parts.push(`${countText(rate)}/s`);
  parts.push(durationText(execution.durationMs ?? 0), ...waitingText(execution));
  parts.push(...execution.waitsFor.map((awaited) => `waits for ${awaitedText(awaited)}`));
  return parts.join('  ');
}

const WAITS: Readonly<Record<ExecutionView['waiting'], readonly string[]>> = {
  none: [],
  quota: ['waits for the quota'],
  breaker: ['waits for the provider to recover'],
  retry: ['waits before a failed call is tried again'],
  ingestion: ['waits for the database'],
  worker: ['waits for a free worker'],
};

/** What a person looks at who wonders why it is slow. */
export function waitingText({ waiting, wait }: Pick<ExecutionView, 'waiting' | 'wait'>): readonly string[] {
  // Where it is known until when, a provider asked for that, whatever the quota of the connection.
  if (waiting === 'quota' && wait !== null) return ['waits for the provider'];
  return WAITS[waiting];
}

/** What a queued run waits for. */
export function awaitedText({ name, status, executionId }: ExecutionView['waitsFor'][number]): string {
  const how = status?.replaceAll('_', ' ') ?? 'never run';
  return executionId === null ? `${name} (${how})` : `the run before it, ${executionId} (${how})`;
}

function bar(percentage: number): string {
  const full = Math.round((percentage / 100) * BAR_WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${Math.floor(percentage)} %`;
}
