import type { EngineView } from '@evenkeel/contracts-admin';
import { renderFields } from './table.js';
import { countText, durationText, timeText } from './text.js';

/** What the engine does, what waits, and what keeps it. */
export function describeEngine(engine: EngineView): readonly string[] {
  const { control, executions, stuckMessages, deadExecutions, busAwaySince, heldConnections } = engine;
  const counts = Object.entries(executions)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${countText(count)} ${status.replaceAll('_', ' ')}`);
  const by = control.actor === null || control.state === 'running' ? '' : ` by ${control.actor}`;
  return [
    ...renderFields([
      ['engine', `${control.state}${by}, up for ${durationText(engine.uptimeMs)}`],
      ['executions', counts.join(', ') || 'none yet'],
      ['active jobs', countText(engine.activeJobs)],
      [
        'waiting',
        `${countText(engine.queuedExecutions)} queued, ${countText(engine.waitingTriggers)} not answered`,
      ],
      ['last sync', timeText(engine.lastSyncAt)],
      ['average', durationText(engine.averageDurationMs)],
    ]),
    ...heldConnections.map((held) => `connection ${held.name}: ${describeHeld(held)}`),
    ...(busAwaySince === null ? [] : [`the bus takes no messages since ${timeText(busAwaySince)}`]),
    ...(deadExecutions === 0
      ? []
      : [`${countText(deadExecutions)} exhausted their retries: see \`evenkeel dlq list\``]),
    ...(stuckMessages === 0
      ? []
      : [
          `${countText(stuckMessages)} stuck messages: no handler could take them, see the table stuck_message`,
        ]),
  ];
}

function describeHeld({
  control,
  needsAttention,
  breakerOpen,
}: EngineView['heldConnections'][number]): string {
  return [
    ...(control === 'running' ? [] : [control]),
    ...(needsAttention ? ['needs attention'] : []),
    ...(breakerOpen ? ['left alone, for its provider fails too often'] : []),
  ].join(', ');
}
