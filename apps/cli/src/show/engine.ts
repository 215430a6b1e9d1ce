import type { EngineView } from '@evenkeel/contracts-admin';
import { renderFields } from './table.js';
import { countText, durationText, timeText } from './text.js';

const MOST_TABLES = 5;

/** The largest tables with their sizes. */
export function tablesText({ largestTables }: Pick<EngineView, 'largestTables'>): string {
  return largestTables
    .slice(0, MOST_TABLES)
    .map(
      ({ table, bytes, rows }) => `${table} ${(bytes / 1024 ** 2).toFixed(1)} MB (${countText(rows)} rows)`,
    )
    .join(', ');
}

/** What the engine does, and what waits for its turn. */
export function describeEngine(engine: EngineView): readonly string[] {
  const { control, executions } = engine;
  const counts = Object.entries(executions)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${countText(count)} ${status.replaceAll('_', ' ')}`);
  const by = control.actor === null || control.state === 'running' ? '' : ` by ${control.actor}`;
  return renderFields([
    ['engine', `${control.state}${by}, up for ${durationText(engine.uptimeMs)}`],
    ['executions', counts.join(', ') || 'none yet'],
    ['active jobs', countText(engine.activeJobs)],
    [
      'waiting',
      `${countText(engine.queuedExecutions)} runs queued, ${countText(engine.waitingTriggers)} requests not answered yet`,
    ],
    ['last sync', timeText(engine.lastSyncAt)],
    ['average', durationText(engine.averageDurationMs)],
    ['tables', tablesText(engine)],
  ]);
}
