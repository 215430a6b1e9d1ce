import type { EngineView } from '@evenkeel/contracts-admin';
import { EXECUTION_STATUSES, type ExecutionStatus, type TableSize } from '@evenkeel/domain';
import { Clock, Store } from '@evenkeel/ports';
import { controlToView } from './control-view.js';

const MOST_TABLES = 10;

function tableToView({ table, bytes, rows, deadRows }: TableSize): EngineView['largestTables'][number] {
  return { table, bytes, rows: Math.round(rows), deadRows };
}

/** Shows what the whole engine does, what waits, and what keeps it. */
export class ShowEngine {
  private readonly startedMs: number;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    this.startedMs = clock.monotonicMs();
  }

  async show(): Promise<EngineView> {
    return this.store.system.transaction(async (tx) => {
      const overview = await tx.engine.overview();
      const going = await tx.due.executions();
      const outage = await tx.outages.open();
      const sizes = await tx.growth.tableSizes();
      const { executions, averageDurationMs, lastSyncAt, heldConnections, ...figures } = overview;
      const counts = EXECUTION_STATUSES.map((status) => [status, executions[status] ?? 0] as const);
      return {
        control: controlToView(await tx.engine.control(), going.length),
        uptimeMs: Math.round(this.clock.monotonicMs() - this.startedMs),
        executions: Object.fromEntries(counts) as Record<ExecutionStatus, number>,
        averageDurationMs: averageDurationMs === null ? null : Math.round(averageDurationMs),
        ...figures,
        lastSyncAt: lastSyncAt?.toISOString() ?? null,
        busAwaySince: outage?.beganAt.toISOString() ?? null,
        largestTables: sizes.slice(0, MOST_TABLES).map(tableToView),
        heldConnections: heldConnections.map((held) => ({ ...held })),
      };
    });
  }
}
